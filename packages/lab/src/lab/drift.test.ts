import type { Cluster, IpAddress, Node } from "@quorate/cluster";
import { resolvedCluster } from "@quorate/cluster/testing";
import { expect, test } from "vitest";
import machines from "../../../../machines.ts";
import { planLab } from "../model/plan-lab.ts";
import { labSettings } from "../model/settings.ts";
import { driftOf } from "./drift.ts";

const cluster = resolvedCluster(machines);
const planOf = (different: Partial<Cluster> = {}) => planLab({ ...cluster, ...different }, labSettings());
const [node1, ...others] = cluster.nodes as readonly [Node, ...Node[]];
const fourth: Node = {
  ...node1,
  name: "node4" as Node["name"],
  address: "10.0.0.14" as IpAddress,
  addresses: [{ address: "10.0.0.14" as IpAddress, family: 4, prefixLength: 24 }],
  roles: { ...node1.roles, controlPlane: false, etcd: false },
};
const state = (different: Partial<Cluster> = {}) => ({
  plan: planOf(different),
  baseTree: "/base",
  artefacts: "/artefacts",
  shown: "lab-1",
});

test.each([
  ["nothing", {}, []],
  ["a label, which is deploy's", { nodes: [{ ...node1, labels: { rack: "a" } }, ...others] }, []],
  [
    "a worker more, which the router hears nothing of",
    { nodes: [...cluster.nodes, fourth] },
    [["node4", "started"]],
  ],
  [
    "a master more",
    { nodes: [...cluster.nodes, { ...fourth, roles: node1.roles }] },
    [
      ["router", "told"],
      ["node4", "started"],
    ],
  ],
  [
    "one less",
    { nodes: others },
    [
      ["router", "told"],
      ["node1", "removed"],
    ],
  ],
  ["another interface", { nodes: [{ ...node1, interface: "eth7" }, ...others] }, [["node1", "restarted"]]],
  [
    "another VIP, to which the operator has a route",
    { api: { ...cluster.api, vip: "10.0.0.101" as IpAddress } },
    [["operator", "replugged"]],
  ],
] as const)("%s", (_, different, drift) => {
  expect(driftOf(state(), planOf(different)).map(({ name, fate }) => [name, fate])).toEqual(drift);
});
