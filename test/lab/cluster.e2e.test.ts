import { afterAll, beforeAll, describe, expect } from "vitest";
import { ClusterLab } from "./cluster-lab.ts";
import { conformanceSample } from "./suites/conformance-sample.ts";
import { foreignCertificates } from "./suites/foreign-certificates.ts";
import { installation } from "./suites/installation.ts";
import { keySearch } from "./suites/key-search.ts";
import { oneMoreMachine } from "./suites/one-more-machine.ts";
import { rolloutFaults } from "./suites/rollout-faults.ts";
import { secondDeployment } from "./suites/second-deployment.ts";
import { vipByArp } from "./suites/vip-by-arp.ts";
import { workingCluster } from "./suites/working-cluster.ts";
import { leftOut, refusals } from "./where-it-runs.ts";

// Three bare hosts and a router, brought up once: real ssh, real Nix, real systemd, real etcd, Kubernetes and BGP.
// In this order: each suite finds what the one before it left.

describe.skipIf(leftOut)("one lab", () => {
  const lab = new ClusterLab();

  beforeAll(() => {
    expect(refusals).toEqual([]);
    lab.start();
  });
  afterAll(() => lab.dispose());

  installation(lab);
  secondDeployment(lab);
  foreignCertificates(lab);
  keySearch(lab);
  workingCluster(lab);
  conformanceSample(lab);
  rolloutFaults(lab);
  oneMoreMachine(lab);
  vipByArp(lab);
});
