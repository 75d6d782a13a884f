/** Milliseconds since 1970 by a clock that never goes back: what is waited for must not depend on who sets the time. */
export function now(): number {
  return performance.timeOrigin + performance.now();
}
