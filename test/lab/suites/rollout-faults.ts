import { describe, expect, test } from "vitest";
import { FaultyLab } from "../../faults/faulty-lab.ts";
import { runCell } from "../../faults/run-cell.ts";
import type { ClusterLab } from "../cluster-lab.ts";

/** A rolling update in which the deployer dies while a node is activated: one of those of `npm run lab-faults`. */
export function rolloutFaults(lab: ClusterLab): void {
  describe("a rolling update", () => {
    test("whose deployer dies is completed by the next one; nothing is lost", async () => {
      const faulty = new FaultyLab(lab);
      const result = await runCell(faulty, { moment: "switch", fault: "deployer-killed" });
      expect(result.broken, result.said.join("\n")).toEqual([]);
      expect(result.codes[0]).toBe(null);
      expect(result.codes.at(-1)).toBe(0);
      expect(result.writes).toBeGreaterThan(50);
    });
  });
}
