/** Least and greatest value of cron's five fields, and how many names the last two have. */
const FIELDS = [
  { first: 0, last: 59, names: [] },
  { first: 0, last: 23, names: [] },
  { first: 1, last: 31, names: [] },
  { first: 1, last: 12, names: "jan feb mar apr may jun jul aug sep oct nov dec".split(" ") },
  { first: 0, last: 6, names: "sun mon tue wed thu fri sat".split(" ") },
] as const satisfies readonly { first: number; last: number; names: readonly string[] }[];

type Field = { readonly first: number; readonly last: number; readonly names: readonly string[] };

const SHORTHAND = /^@(yearly|annually|monthly|weekly|daily|midnight|hourly)$/;
const EVERY = /^@every (\d+h)?(\d+m)?(\d+s)?$/;

/** Whether that is a schedule as the cron library has it that k3s reads it by: five fields, or one of its words. */
export function isCronSchedule(text: string): boolean {
  if (SHORTHAND.test(text)) return true;
  const every = EVERY.exec(text);
  if (every !== null)
    return every.slice(1).some((part) => part !== undefined && Number.parseInt(part, 10) > 0);
  const parts = text.split(" ");
  return parts.length === FIELDS.length && FIELDS.every((field, index) => isField(parts[index] ?? "", field));
}

function isField(text: string, field: Field): boolean {
  return text.split(",").every((part) => {
    const [range = "", step, ...rest] = part.split("/");
    if (rest.length > 0 || (step !== undefined && !/^[1-9]\d{0,2}$/.test(step))) return false;
    if (range === "*" || range === "?") return true;
    const [from = "", to, ...more] = range.split("-");
    const first = numberOf(from, field);
    const last = to === undefined ? first : numberOf(to, field);
    return more.length === 0 && first !== undefined && last !== undefined && first <= last;
  });
}

function numberOf(text: string, { first, last, names }: Field): number | undefined {
  const name = names.indexOf(text.toLowerCase());
  if (name >= 0) return name + first;
  const value = /^\d{1,2}$/.test(text) ? Number(text) : Number.NaN;
  return value >= first && value <= last ? value : undefined;
}
