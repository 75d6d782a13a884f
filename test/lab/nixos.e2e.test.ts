import { existsSync, readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect } from "vitest";
import { ClusterLab } from "./cluster-lab.ts";
import { conformanceSample } from "./suites/conformance-sample.ts";
import { installation } from "./suites/installation.ts";
import { keySearch } from "./suites/key-search.ts";
import { nixosHosts } from "./suites/nixos.ts";
import { secondDeployment } from "./suites/second-deployment.ts";
import { workingCluster } from "./suites/working-cluster.ts";
import { leftOut, refusals } from "./where-it-runs.ts";

// The same hosts, with the real NixOS as their system: its modules, units, activation, firewall and switch, of the
// tree of nixpkgs that NIXPKGS names. `npm run test:lab-nixos` runs this file alone.

const nixpkgs = process.env["NIXPKGS"];
if (nixpkgs === undefined) {
  process.stderr.write(
    "NOT RUN: hosts of NixOS. Set NIXPKGS to the absolute path of a checkout of nixpkgs.\n",
  );
}
const version = `${nixpkgs}/lib/.version`;
const release = existsSync(version) ? readFileSync(version, "utf8").trim() : "none";

describe.skipIf(leftOut || nixpkgs === undefined)("one lab of NixOS", () => {
  const lab = new ClusterLab({ name: "nixos", label: release, up: ["--hosts", "nixos"] });

  beforeAll(() => {
    expect(refusals).toEqual([]);
    lab.start();
  });
  afterAll(() => lab.dispose());

  installation(lab);
  secondDeployment(lab);
  nixosHosts(lab, release);
  keySearch(lab);
  workingCluster(lab);
  conformanceSample(lab);
});
