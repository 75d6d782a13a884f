/** A unit file: the values of each key, in order, by `Section.Key`. */
export type UnitFile = ReadonlyMap<string, readonly string[]>;

/** Reads a unit file. Lines that end in a backslash go on in the next one. */
export function parseUnit(text: string): UnitFile {
  const unit = new Map<string, string[]>();
  let section = "";
  for (const line of text.replaceAll("\\\n", " ").split("\n")) {
    const header = /^\[(.*)\]$/.exec(line.trim());
    if (header !== null) section = header[1] ?? "";
    const equals = line.indexOf("=");
    if (header !== null || equals < 0) continue;
    const key = `${section}.${line.slice(0, equals).trim()}`;
    unit.set(key, [...(unit.get(key) ?? []), line.slice(equals + 1).trim()]);
  }
  return unit;
}

/** The variables of a service's environment. */
export function environmentOf(unit: UnitFile): Readonly<Record<string, string>> {
  const entries = (unit.get("Service.Environment") ?? []).map((value) => {
    const text = value.startsWith('"') ? (JSON.parse(value) as string) : value;
    const equals = text.indexOf("=");
    return [text.slice(0, equals), text.slice(equals + 1)] as const;
  });
  return Object.fromEntries(entries);
}

/** The arguments of a service's program, by the names of the flags; `true` for one without a value. */
export function flagsOf(unit: UnitFile): Readonly<Record<string, string | true>> {
  const words = (unit.get("Service.ExecStart")?.[0] ?? "").split(/\s+/).slice(1);
  const flags = words.map((word) => {
    const equals = word.indexOf("=");
    return equals < 0 ? ([word, true] as const) : ([word.slice(0, equals), word.slice(equals + 1)] as const);
  });
  return Object.fromEntries(flags);
}
