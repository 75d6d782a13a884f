import type { Learned } from "./learned.ts";

/**
 * Whether one of these units would be stopped or restarted; where none is named that is certain. What nobody could
 * foresee counts as that.
 */
export function isDisturbed(units: readonly string[], { units: foreseen }: Learned): boolean {
  return (
    foreseen === undefined || units.length === 0 || units.some((unit) => foreseen.disturbs.includes(unit))
  );
}
