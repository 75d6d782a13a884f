import { describe, expect, test } from "vitest";
import { FaultyLab } from "../../faults/faulty-lab.ts";
import { runCell } from "../../faults/run-cell.ts";
import type { ClusterLab } from "../cluster-lab.ts";

/** A rolling update in which a node loses its power while it is activated: one of those of `npm run lab-faults`. */
export function rolloutFaults(lab: ClusterLab): void {
  describe("a rolling update", () => {
    test("of which a node dies stops, and is completed once it is back; nothing is lost", {
      timeout: 1_200_000,
    }, async () => {
      const faulty = new FaultyLab(lab);
      const result = await runCell(faulty, { moment: "switch", fault: "target-killed" });
      expect(result.broken, result.said.join("\n")).toEqual([]);
      expect(result.codes[0]).toBe(1);
      expect(result.codes.at(-1)).toBe(0);
      expect(result.writes).toBeGreaterThan(50);
    });
  });
}
