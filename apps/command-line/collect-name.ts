/** Adds a name to those before it: for an option that may be given several times. */
export function collectName(name: string, before: readonly string[]): readonly string[] {
  return [...before, name];
}
