/** A moment, in milliseconds since 1970, as people are told it: `2026-11-26 10:41 UTC`. */
export function utcMinute(at: number): string {
  return `${new Date(at).toISOString().slice(0, 16).replace("T", " ")} UTC`;
}
