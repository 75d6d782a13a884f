/** What the rules have made sure of: a definition that any of them refused is never resolved. */
export function present<T>(value: T | undefined): T {
  if (value === undefined) throw new Error("A rule let something through that resolving needs.");
  return value;
}
