import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ClusterLab } from "./cluster-lab.ts";
import { drains } from "./suites/drains.ts";
import { leftOut, refusals } from "./where-it-runs.ts";

// Nodes that are rebooted on purpose, with pods on them. It takes five minutes, hence this is left out unless it is
// asked for: QUORATE_LAB_DRAINS=all.

const wanted = process.env["QUORATE_LAB_DRAINS"] === "all";

if (!wanted && !leftOut)
  process.stderr.write("No node is drained in the lab: that is with QUORATE_LAB_DRAINS=all\n");

describe.skipIf(leftOut || !wanted)("a lab with pods and their budgets", () => {
  const lab = new ClusterLab({ name: "drains" });

  beforeAll(() => {
    expect(refusals).toEqual([]);
    lab.start();
  });
  afterAll(() => lab.dispose());

  test("is there", { timeout: 600_000 }, () => {
    const { code, err } = lab.workspace.deploy("--all", "--yes");
    expect(code, err).toBe(0);
  });

  drains(lab);
});
