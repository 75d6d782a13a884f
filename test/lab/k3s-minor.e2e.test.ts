import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { K3sLab } from "./k3s-lab.ts";
import { nextMinor } from "./suites/k3s-minor.ts";
import { leftOut, refusals } from "./where-it-runs.ts";

// A cluster of k3s' from one minor version to the next. Building the older one takes minutes more, hence this is left out
// unless it is asked for: QUORATE_LAB_K3S=all.

const wanted = process.env["QUORATE_LAB_K3S"] === "all";
const [OLDER, NEWER] = ["1.35", "1.36"] as const;

describe.skipIf(leftOut || !wanted)("a lab of an older k3s", () => {
  const lab = new K3sLab();

  beforeAll(() => {
    expect(refusals).toEqual([]);
    lab.start("k3s-minor", OLDER);
  });
  afterAll(() => lab.dispose());

  test("is there by one command, from bare hosts", { timeout: 900_000 }, async () => {
    const { code, err } = lab.workspace.deploy("--all", "--yes");
    expect(code, err).toBe(0);
    await lab.allReady(240);
  });

  nextMinor(lab, OLDER, NEWER);
});
