import type { Cluster, IpAddress, Node } from "@quorate/cluster";
import { resolvedCluster } from "@quorate/cluster/testing";
import { expect, test } from "vitest";
import machines from "../../../../machines.ts";
import { planLab } from "../model/plan-lab.ts";
import { labSettings } from "../model/settings.ts";
import { fateOf } from "./reconcile.ts";
import type { LabState } from "./state-file.ts";

const cluster = resolvedCluster(machines);

function stateOf(different: Partial<Cluster> = {}): LabState {
  const plan = planLab({ ...cluster, ...different }, labSettings());
  return { plan, baseTree: "/base", artefacts: "/artefacts", shown: "lab-1" };
}

/** The nodes, node1 otherwise. */
function nodes(node1: Partial<Node>): { readonly nodes: readonly Node[] } {
  return { nodes: cluster.nodes.map((node) => (node.name === "node1" ? { ...node, ...node1 } : node)) };
}

const moved = "10.0.0.21" as IpAddress;
const before = stateOf();

test.each([
  ["nothing", before, {}],
  [
    "another address",
    stateOf(nodes({ address: moved, addresses: [{ address: moved, family: 4, prefixLength: 24 }] })),
    // The router expects it elsewhere, and is told so as it runs.
    { node1: "restarted", router: "told" },
  ],
  ["another interface", stateOf(nodes({ interface: "eth7" })), { node1: "restarted" }],
  ["a label, which is the closure's business", stateOf(nodes({ labels: { rack: "a" } })), {}],
  ["a node less", stateOf({ nodes: cluster.nodes.slice(1) }), { node1: "removed", router: "told" }],
  [
    "another AS, which a daemon can't be told",
    stateOf({ routers: cluster.routers.map((router) => ({ ...router, asn: 64_999 as typeof router.asn })) }),
    { router: "restarted" },
  ],
  // Hosts see them beside those that they run.
  ["other artefacts", { ...before, artefacts: "/others", shown: "lab-2" }, {}],
  // The disks hold what differs from the old tree.
  ["another base tree", { ...before, baseTree: "/newer" }, {}],
] as const)("%s", (_, wanted, fates) => {
  const all = before.plan.machines.map((machine) => [machine.name, fateOf(machine, before, wanted)] as const);
  expect(Object.fromEntries(all.filter(([, fate]) => fate !== "kept"))).toEqual(fates);
});

test("a lab of an earlier version, whose hosts see one set of programs, is restarted", () => {
  const { shown: _, ...earlier } = before;
  const fates = before.plan.machines.map((machine) => fateOf(machine, earlier, before));
  expect(new Set(fates)).toEqual(new Set(["restarted"]));
});
