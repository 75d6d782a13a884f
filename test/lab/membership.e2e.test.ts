import { afterAll, beforeAll, describe, expect } from "vitest";
import { ClusterLab } from "./cluster-lab.ts";
import { membership } from "./suites/membership.ts";
import { leftOut, refusals } from "./where-it-runs.ts";

// Masters that come and go while somebody writes. It takes many minutes and five hosts, hence this is left out unless
// it is asked for: QUORATE_LAB_MEMBERSHIP=all.

const wanted = process.env["QUORATE_LAB_MEMBERSHIP"] === "all";

if (!wanted && !leftOut)
  process.stderr.write("No master comes or goes in the lab: that is with QUORATE_LAB_MEMBERSHIP=all\n");

describe.skipIf(leftOut || !wanted)("a lab of one master", () => {
  const lab = new ClusterLab({ name: "membership", masters: 1 });

  beforeAll(() => {
    expect(refusals).toEqual([]);
    lab.start();
  });
  afterAll(() => lab.dispose());

  membership(lab);
});
