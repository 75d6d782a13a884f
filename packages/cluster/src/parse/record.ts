/** Whether `value` is a set of fields or of names; for copies, which hold plain data alone. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
