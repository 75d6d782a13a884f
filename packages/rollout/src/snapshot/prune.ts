import type { SnapshotsKept } from "@quorate/cluster";

const DAY = 24 * 60 * 60 * 1000;

/**
 * Which of the names in the snapshots' folder go: those of this cluster beyond the newest `keep`, and those that are
 * older than `days`, but never the newest; and what runs that died had not received whole.
 */
export function snapshotsToPrune(
  names: readonly string[],
  cluster: string,
  { keep, days }: SnapshotsKept,
  now: number,
): readonly string[] {
  const whole = names.flatMap((name) => {
    const at = takenAt(name, `${cluster}-`);
    return at === undefined ? [] : [{ name, at }];
  });
  const newestFirst = whole.sort((a, b) => b.at - a.at || (a.name < b.name ? 1 : -1));
  const unfinished = names.filter((name) => {
    const at = takenAt(name, `.incoming-${cluster}-`);
    return at !== undefined && now - at > DAY;
  });
  return [
    ...newestFirst
      .filter(({ at }, place) => place > 0 && (place >= keep || now - at > days * DAY))
      .map(({ name }) => name),
    ...unfinished,
  ].sort();
}

/** When the run began that a name ends with; `undefined` where it has not this beginning and such an end. */
function takenAt(name: string, beginning: string): number | undefined {
  if (!name.startsWith(beginning)) return undefined;
  const [, year, month, day, hours, minutes, seconds] =
    /^(\d{4})(\d{2})(\d{2})-(\d{2})(\d{2})(\d{2})-[0-9a-f]{4}$/.exec(name.slice(beginning.length)) ?? [];
  if (year === undefined) return undefined;
  const at = Date.parse(`${year}-${month}-${day}T${hours}:${minutes}:${seconds}Z`);
  return Number.isNaN(at) ? undefined : at;
}
