import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { K3sLab } from "./k3s-lab.ts";
import { k3sFaults } from "./suites/k3s-faults.ts";
import { leftOut, refusals } from "./where-it-runs.ts";

// Bad input, and what machines do by themselves, on a cluster of k3s' that is at work. It takes a quarter of an hour,
// hence this is left out unless it is asked for: QUORATE_LAB_K3S=all.

const wanted = process.env["QUORATE_LAB_K3S"] === "all";

describe.skipIf(leftOut || !wanted)("a lab of k3s in trouble", () => {
  const lab = new K3sLab();

  beforeAll(() => {
    expect(refusals).toEqual([]);
    lab.start("k3s-faults");
  });
  afterAll(() => lab.dispose());

  test("is there by one command, from bare hosts", { timeout: 900_000 }, async () => {
    const { code, err } = lab.workspace.deploy("--all", "--yes");
    expect(code, err).toBe(0);
    await lab.allReady(240);
  });

  k3sFaults(lab);
});
