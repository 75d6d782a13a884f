import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { K3sLab } from "./k3s-lab.ts";
import { leftOut, refusals } from "./where-it-runs.ts";

const wanted = process.env["QUORATE_LAB_K3S"] === "all";

/**
 * Tests of one lab of k3s': bare hosts become a cluster by one command, and `suites` are what is done to it then, in their
 * order. They take their time, hence all of it is left out unless it is asked for: QUORATE_LAB_K3S=all. `name`: the
 * cluster's. `version`: of Kubernetes, from which it is begun. Default: the newest.
 */
export function describeK3sLab(
  words: string,
  { name, version }: { readonly name: string; readonly version?: string },
  ...suites: readonly ((lab: K3sLab) => void)[]
): void {
  describe.skipIf(leftOut || !wanted)(words, () => {
    const lab = new K3sLab();

    beforeAll(() => {
      expect(refusals).toEqual([]);
      lab.start(name, version);
    });
    afterAll(() => lab.dispose());

    test("is there by one command, from bare hosts", { timeout: 900_000 }, async () => {
      const { code, err } = lab.workspace.deploy("--all", "--yes");
      expect(code, err).toBe(0);
      await lab.allReady(240);
    });

    for (const suite of suites) suite(lab);
  });
}
