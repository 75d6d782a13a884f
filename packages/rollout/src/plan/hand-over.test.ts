import { bgp, type Cluster, defineCluster, type HostName, node, router } from "@quorate/cluster";
import { resolvedCluster } from "@quorate/cluster/testing";
import { describe, expect, test } from "vitest";
import { testCluster, testPath } from "../testing/observations.ts";
import { type Disturbance, handOver, type Others } from "./hand-over.ts";

const arp = testCluster();
const common = { interface: "eth0", disk: "/dev/sda" } as const;
const routed = resolvedCluster(
  defineCluster({
    name: "routed",
    kubeMaster: { ip: "10.0.0.100", loadBalancer: bgp({ asn: 64513, peers: ["edge"] }) },
    network: { subnet: "10.0.0.0/24", gateway: "edge", nameservers: ["1.1.1.1"] },
    machines: {
      edge: router({ ip: "10.0.0.1", asn: 64512 }),
      master1: node({ ...common, ip: "10.0.0.11", services: ["kubernetes", "etcd"] }),
      master2: node({ ...common, ip: "10.0.0.12", services: ["kubernetes", "etcd"] }),
      master3: node({ ...common, ip: "10.0.0.13", services: ["kubernetes", "etcd"] }),
      worker1: node({ ...common, ip: "10.0.0.21", services: ["worker"] }),
    },
  }),
);

const MASTER = { installed: true, apiserver: true, retires: false } as const;

/** All are there and answer, none is done, but for what is said. */
function others(change: Partial<Others> = {}): Others {
  return {
    standing: () => MASTER,
    isDone: () => false,
    answers: () => true,
    ...change,
  };
}

const SWITCHED: Disturbance = { closure: testPath("new"), restart: [] };
const of = (
  cluster: Cluster,
  name: string,
  change: Partial<Others> = {},
  disturbance: Disturbance = SWITCHED,
) => {
  const found = cluster.nodes.find((one) => one.name === name);
  if (found === undefined) throw new Error(name);
  return handOver(cluster, found, disturbance, others(change));
};
const kinds = (cluster: Cluster, name: string, change: Partial<Others> = {}) => {
  const { before, after, proof, undo } = of(cluster, name, change);
  return {
    before: before.map(({ kind }) => kind),
    after: after.map(({ kind }) => kind),
    proof: proof.map(({ kind }) => kind),
    undo: undo.map(({ step }) => step.kind),
  };
};

describe("before it is stopped", () => {
  const vip = { after: ["return-vip"], proof: ["vip-seen"], undo: ["return-vip"] };
  test.each<[string, Cluster, string, Partial<Others>, object]>([
    [
      "a master with etcd leaves the VIP, and then the lead",
      routed,
      "master1",
      {},
      { before: ["vip-seen", "foresee", "leave-vip", "vip-left", "move-leader"], ...vip },
    ],
    [
      "a master without etcd leaves the VIP",
      arp,
      "master2",
      {},
      { before: ["vip-seen", "foresee", "leave-vip", "vip-left"], ...vip },
    ],
    [
      "a member alone hands the lead over",
      arp,
      "db1",
      {},
      { before: ["foresee", "move-leader"], after: [], proof: [], undo: [] },
    ],
    ["a worker has nothing to leave", arp, "worker1", {}, { before: [], after: [], proof: [], undo: [] }],
    [
      "a master beside whom the file has no apiserver asks whether there is another one",
      routed,
      "master1",
      { standing: () => ({ ...MASTER, apiserver: false }) },
      { before: ["vip-seen", "foresee", "leave-vip", "vip-left", "move-leader"], ...vip },
    ],
    [
      "one beside whom nothing is installed keeps the lead",
      routed,
      "master1",
      { standing: () => ({ ...MASTER, installed: false, apiserver: false }) },
      { before: ["vip-seen", "foresee", "leave-vip", "vip-left"], ...vip },
    ],
    [
      "what is to be no master any more does not take the VIP again, unless it goes back",
      arp,
      "worker1",
      { standing: (name) => ({ ...MASTER, retires: name === "worker1" }) },
      {
        before: ["vip-seen", "foresee", "leave-vip", "vip-left"],
        after: [],
        proof: ["vip-seen"],
        undo: ["return-vip"],
      },
    ],
  ])("%s", (_, cluster, name, change, expected) => {
    expect(kinds(cluster, name, change)).toEqual(expected);
  });
});

describe("after it, whether it is heard of by a router", () => {
  const announces = (cluster: Cluster, retires: boolean) =>
    of(cluster, "master2", { standing: () => ({ ...MASTER, retires }) }).proof.map((step) =>
      step.kind === "vip-seen" ? step.announces : step.kind,
    );

  test.each<[string, Cluster, boolean, true | undefined]>([
    ["is asked of who announces the VIP", routed, false, true],
    ["is not asked of who is to announce it no more", routed, true, undefined],
    ["is not asked where neighbours are told by ARP", arp, false, undefined],
  ])("%s", (_, cluster, retires, expected) => {
    expect(announces(cluster, retires)).toEqual([expected]);
  });
});

describe("leaving the VIP", () => {
  const left = (cluster: Cluster, name: string, standing: Others["standing"]) => {
    const step = of(cluster, name, { standing }).before.find(({ kind }) => kind === "leave-vip");
    return step?.kind === "leave-vip" ? step : undefined;
  };

  test("is for good where the node is to be no master any more", () => {
    const retires = (one: string) => (name: string) => ({ ...MASTER, retires: name === one });
    expect(left(arp, "worker1", retires("worker1"))?.forGood).toBe(true);
    expect(left(arp, "master2", retires("worker1"))?.forGood).toBeUndefined();
  });

  test("asks for machines that the file does not have where it has no other master", () => {
    const alone = left(arp, "master2", (name) => ({ ...MASTER, apiserver: name === "master2" }));
    expect(alone?.toUnlisted).toEqual({ host: "10.0.0.12", port: 6443 });
    expect(left(arp, "master2", () => MASTER)?.toUnlisted).toBeUndefined();
  });
});

describe("where units are restarted since what they read was renewed", () => {
  test.each<[string, Disturbance, readonly (readonly [string, readonly string[] | undefined])[]]>([
    ["and none of those others have a part of", { closure: undefined, restart: ["kubelet.service"] }, []],
    [
      "the VIP is left for certain, and the lead is not",
      { closure: undefined, restart: ["kube-apiserver.service"] },
      [
        ["vip-seen", undefined],
        ["leave-vip", []],
        ["vip-left", []],
      ],
    ],
    [
      "the lead is handed over for certain, and so is the VIP",
      { closure: undefined, restart: ["etcd.service"] },
      [
        ["vip-seen", undefined],
        ["leave-vip", []],
        ["vip-left", []],
        ["move-leader", []],
      ],
    ],
    [
      "and a system is activated, it is asked for what is not certain",
      { closure: testPath("new"), restart: ["kube-apiserver.service"] },
      [
        ["vip-seen", undefined],
        ["foresee", undefined],
        ["leave-vip", []],
        ["vip-left", []],
        ["move-leader", ["etcd.service"]],
      ],
    ],
    [
      "and a system is activated, nothing is asked where all is certain",
      { closure: testPath("new"), restart: ["kube-apiserver.service", "etcd.service"] },
      [
        ["vip-seen", undefined],
        ["leave-vip", []],
        ["vip-left", []],
        ["move-leader", []],
      ],
    ],
  ])("%s", (_, disturbance, expected) => {
    const { before } = of(routed, "master1", {}, disturbance);
    expect(before.map((step) => [step.kind, "units" in step ? step.units : undefined])).toEqual(expected);
  });
});

describe("the lead goes", () => {
  const to = (change: Partial<Others>) => {
    const step = of(routed, "master1", change).before.find(({ kind }) => kind === "move-leader");
    return step?.kind === "move-leader" ? step.others.map((one) => one.node) : undefined;
  };
  test.each<[string, Partial<Others>, readonly string[]]>([
    ["to the first", {}, ["master2", "master3"]],
    ["to one that is done already", { isDone: (name) => name === "master3" }, ["master3", "master2"]],
    ["to one that answers", { answers: (name) => name === "master3" }, ["master3", "master2"]],
    [
      "to none that is not there",
      { standing: (name) => ({ ...MASTER, installed: name !== "master2" }) },
      ["master3"],
    ],
  ])("%s", (_, change, expected) => {
    expect(to(change)).toEqual(expected);
  });
});

describe("where the VIP leads to is asked of", () => {
  const asked = (cluster: Cluster, name: string, change: Partial<Others> = {}) => {
    const step = of(cluster, name, change).before.find(({ kind }) => kind === "vip-left");
    return step?.kind === "vip-left" ? step.askers : undefined;
  };
  test.each<[string, Cluster, string, Partial<Others>, readonly string[]]>([
    ["no master with BGP: each has it on its own lo", routed, "master1", {}, ["worker1"]],
    [
      "none that is a master until it is its turn",
      routed,
      "master1",
      { standing: (name) => ({ ...MASTER, retires: name === "worker1" }) },
      [],
    ],
    ["anybody else with ARP", arp, "master2", {}, ["db1", "db2", "master1"]],
    [
      "whoever answers first",
      arp,
      "master2",
      { answers: (name: HostName) => name === "worker1" },
      ["worker1", "db1", "db2"],
    ],
  ])("%s", (_, cluster, name, change, expected) => {
    expect(asked(cluster, name, change)).toEqual(expected);
  });
});
