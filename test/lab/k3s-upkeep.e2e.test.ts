import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { K3sLab } from "./k3s-lab.ts";
import { aServerThatGoes } from "./suites/k3s-removal.ts";
import { plannedRenewal } from "./suites/k3s-renewal.ts";
import { strangers } from "./suites/k3s-strangers.ts";
import { leftOut, refusals } from "./where-it-runs.ts";

// What is done to a cluster of k3s' over the years: a server that goes, certificates that end, a join that meets
// something else. It takes twenty minutes, hence this is left out unless it is asked for: QUORATE_LAB_K3S=all.

const wanted = process.env["QUORATE_LAB_K3S"] === "all";

describe.skipIf(leftOut || !wanted)("a lab of k3s over the years", () => {
  const lab = new K3sLab();

  beforeAll(() => {
    expect(refusals).toEqual([]);
    lab.start("k3s-upkeep");
  });
  afterAll(() => lab.dispose());

  test("is there by one command, from bare hosts", { timeout: 900_000 }, async () => {
    const { code, err } = lab.workspace.deploy("--all", "--yes");
    expect(code, err).toBe(0);
    await lab.allReady(240);
  });

  aServerThatGoes(lab);
  plannedRenewal(lab);
  strangers(lab);
});
