/** What an activation would do to a host's units, by their names. */
export interface UnitChanges {
  /** Stopped, and perhaps started again, or restarted: they are away for a moment at least. Sorted. */
  readonly disturbs: readonly string[];
  readonly reloads: readonly string[];
}

/** Reads what `switch-to-configuration dry-activate` prints; `undefined` where that is not what it printed. */
export function unitChanges(said: string): UnitChanges | undefined {
  if (!/^would activate the configuration/m.test(said)) return undefined;
  const of = (what: string): readonly string[] =>
    [...said.matchAll(new RegExp(`^would ${what} the following units: (.*)$`, "gm"))].flatMap(
      ([, names = ""]) => names.split(",").flatMap((name) => name.trim().split(/\s/)[0] || []),
    );
  return {
    disturbs: [...new Set([...of("stop"), ...of("restart")])].sort(),
    reloads: [...new Set(of("reload"))].sort(),
  };
}
