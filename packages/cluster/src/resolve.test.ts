import { readdirSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Address, IpNetwork } from "./model/address.ts";
import type { Cluster } from "./model/cluster.ts";
import { resolveCluster } from "./resolve.ts";
import { type Change, changed, defined, SPECS, type Spec } from "./testing/definitions.ts";

function resolved(spec: Spec): Cluster {
  const resolution = resolveCluster(defined(spec));
  expect(resolution.findings.filter(({ severity }) => severity === "error")).toEqual([]);
  if (!resolution.ok) throw new Error("it did not resolve");
  return resolution.cluster;
}

const machine = (name: string, field: string) => ["machines", name, field];

describe("the examples", () => {
  const folder = new URL("../../../examples/", import.meta.url);
  const files = readdirSync(folder).filter((name) => name.endsWith(".ts"));

  it("are the topologies", () => {
    expect(files.length).toBeGreaterThanOrEqual(6);
  });

  it.each(files)("%s resolves without a finding", async (file) => {
    const module = (await import(new URL(file, folder).href)) as { default: unknown };
    const { ok, findings } = resolveCluster(module.default);
    expect(findings).toEqual([]);
    expect(ok).toBe(true);
  });
});

describe("topologies", () => {
  const stacked = (count: number): Spec =>
    changed(SPECS.bgp, [
      [
        ["machines"],
        Object.fromEntries([
          ["router", (SPECS.bgp["machines"] as Spec)["router"]],
          ...Array.from({ length: count }, (_, index) => [
            `node${index + 1}`,
            { ...((SPECS.bgp["machines"] as Spec)["node1"] as object), ip: `10.0.0.${11 + index}` },
          ]),
        ]),
      ],
    ]);

  it.each([1, 3, 5])("%i stacked masters are members, control plane, and take pods", (count) => {
    const cluster = resolved(stacked(count));
    expect(cluster.nodes).toHaveLength(count);
    expect(cluster.etcd.members).toHaveLength(count);
    for (const node of cluster.nodes) {
      expect(node.roles).toEqual({ etcd: true, controlPlane: true, kubelet: true });
      expect(node.schedulable).toBe(true);
      expect(node.taints).toEqual([]);
    }
  });

  it("etcd on machines of its own has no kubelet and no taint", () => {
    const cluster = resolved(SPECS.arp);
    expect(cluster.etcd.members.map(({ name }) => name)).toEqual(["etcd1", "etcd2", "etcd3"]);
    const [etcd1] = cluster.nodes;
    expect(etcd1).toMatchObject({
      name: "etcd1",
      roles: { etcd: true, controlPlane: false, kubelet: false },
      schedulable: false,
      taints: [],
    });
    expect(cluster.etcd.members[0]).toEqual({
      name: "etcd1",
      address: "10.0.0.11",
      family: 4,
      clientUrl: "https://10.0.0.11:2379",
      peerUrl: "https://10.0.0.11:2380",
    });
  });

  it("masters without the worker role are tainted where there are workers", () => {
    const { nodes } = resolved(SPECS.bgp);
    const taint = { key: "node-role.kubernetes.io/control-plane", value: "", effect: "NoSchedule" };
    for (const { name, schedulable, taints } of nodes) {
      expect({ name, schedulable, taints }).toEqual(
        name === "worker1"
          ? { name, schedulable: true, taints: [] }
          : { name, schedulable: false, taints: [taint] },
      );
    }
  });

  it("a master with the worker role takes pods", () => {
    const { nodes } = resolved(
      changed(SPECS.bgp, [[machine("node1", "services"), ["kubernetes", "etcd", "worker"]]]),
    );
    expect(nodes.find(({ name }) => name === "node1")).toMatchObject({ schedulable: true, taints: [] });
  });

  it("schedulable has the last word, and a taint that is written already is not written twice", () => {
    const taint = { key: "node.kubernetes.io/unschedulable", effect: "NoSchedule" };
    const { nodes } = resolved(
      changed(SPECS.bgp, [
        [machine("node1", "schedulable"), true],
        [machine("worker1", "schedulable"), false],
        [machine("worker1", "taints"), [taint, { key: "a", value: "b", effect: "NoExecute" }]],
      ]),
    );
    expect(nodes.find(({ name }) => name === "node1")?.taints).toEqual([]);
    expect(nodes.find(({ name }) => name === "worker1")?.taints).toEqual([
      { key: "a", value: "b", effect: "NoExecute" },
      { ...taint, value: "" },
    ]);
  });

  it.each([
    [0, 1, 2],
    [0, 2, 1],
    [1, 0, 2],
    [1, 2, 0],
    [2, 0, 1],
    [2, 1, 0],
  ])("a taint of another key or effect is another one, and all are sorted: %i %i %i", (...order) => {
    const key = "node.kubernetes.io/unschedulable";
    const taints = [
      { key: "a", effect: "NoSchedule" },
      { key, effect: "NoExecute" },
      { key: "z", effect: "PreferNoSchedule" },
    ];
    const { nodes } = resolved(
      changed(SPECS.bgp, [
        [machine("worker1", "schedulable"), false],
        [machine("worker1", "taints"), order.map((index) => taints[index])],
        [machine("node1", "schedulable"), true],
      ]),
    );
    expect(nodes[3]?.taints.map((taint) => [taint.key, taint.effect])).toEqual([
      ["a", "NoSchedule"],
      [key, "NoExecute"],
      [key, "NoSchedule"],
      ["z", "PreferNoSchedule"],
    ]);
  });

  it.each([
    ["NoExecute", "NoSchedule"],
    ["NoSchedule", "NoExecute"],
  ])("taints of one key are sorted by effect: %s, %s", (...effects) => {
    const taints = effects.map((effect) => ({ key: "a", effect }));
    const { nodes } = resolved(changed(SPECS.bgp, [[machine("worker1", "taints"), taints]]));
    expect(nodes[3]?.taints.map(({ effect }) => effect)).toEqual(["NoExecute", "NoSchedule"]);
  });

  it("the keys that may log in are sorted, each once", () => {
    const key = (byte: number) => {
      const blob = Buffer.alloc(51, byte);
      blob.writeUInt32BE(11, 0);
      blob.write("ssh-ed25519", 4);
      return `ssh-ed25519 ${blob.toString("base64")}`;
    };
    const authorizedKeys = [key(9), key(3), key(9)];
    expect(resolved(changed(SPECS.bgp, [[["ssh"], { authorizedKeys }]])).ssh.authorizedKeys).toEqual([
      key(3),
      key(9),
    ]);
  });

  it("no CNI is one of the kinds", () => {
    const spec = changed(SPECS.bgp, [[["network", "cni"], { kind: "none" }]]);
    expect(resolved(spec).network.cni).toEqual({ kind: "none" });
  });

  it("several routers are peers, sorted, each with its own AS number", () => {
    const { loadBalancer, routers } = resolved(
      changed(SPECS.bgp, [
        [
          ["kubeMaster", "loadBalancer", "peers"],
          ["router", "exit"],
        ],
        [machine("exit", "asn"), 64520],
      ]),
    );
    expect(loadBalancer).toMatchObject({
      kind: "bgp",
      peers: [
        { name: "exit", address: "10.0.0.2", family: 4, asn: 64520 },
        { name: "router", address: "10.0.0.1", family: 4, asn: 64512 },
      ],
    });
    expect(routers.map(({ name, asn }) => [name, asn])).toEqual([
      ["exit", 64520],
      ["router", 64512],
    ]);
  });

  it("ARP needs no router", () => {
    const { loadBalancer, routers, network } = resolved(SPECS.arp);
    expect(routers).toEqual([]);
    expect(network.gateways).toEqual([{ address: "10.0.0.1", family: 4 }]);
    expect(loadBalancer).toEqual({ kind: "arp", leaseDuration: 15, renewDeadline: 10, retryPeriod: 2 });
  });

  it("platforms are mixed", () => {
    const { nodes } = resolved(changed(SPECS.bgp, [[machine("worker1", "system"), "aarch64-linux"]]));
    expect(nodes.map(({ system }) => system)).toEqual([
      "x86_64-linux",
      "x86_64-linux",
      "x86_64-linux",
      "aarch64-linux",
    ]);
  });

  it("dual-stack has two of everything, the primary family first", () => {
    const { network, nodes, api } = resolved(SPECS.dual);
    expect(network).toMatchObject({
      subnets: [
        { cidr: "10.0.0.0/24", family: 4, prefixLength: 24 },
        { cidr: "fd00::/64", family: 6, prefixLength: 64 },
      ],
      gateways: [
        { address: "10.0.0.1", family: 4 },
        { address: "fd00::1", family: 6 },
      ],
      pods: [
        { cidr: "10.244.0.0/16", family: 4, prefixLength: 16 },
        { cidr: "fd00:1::/48", family: 6, prefixLength: 48 },
      ],
      services: [
        { cidr: "10.96.0.0/16", family: 4, prefixLength: 16 },
        { cidr: "fd00:2::/112", family: 6, prefixLength: 112 },
      ],
      apiServiceAddresses: ["10.96.0.1", "fd00:2::1"],
      dnsAddress: "10.96.0.10",
    });
    expect(nodes[0]?.address).toBe("10.0.0.11");
    expect(nodes[0]?.addresses).toEqual([
      { address: "10.0.0.11", family: 4, prefixLength: 24 },
      { address: "fd00::11", family: 6, prefixLength: 64 },
    ]);
    expect(api).toMatchObject({ vipFamily: 4, url: "https://10.0.0.100:6443" });
  });

  it("IPv6 is in brackets in URLs, and its peers are reached by it", () => {
    const cluster = resolved(
      changed(SPECS.dual, [
        [["kubeMaster", "ip"], "FD00::0100"],
        [["network"], { subnet: "fd00::/64", gateway: "router", nameservers: ["fd00::1"] }],
        ...["node1", "node2", "node3"].map(
          (name, index): Change => [machine(name, "ip"), `fd00::${index + 11}`],
        ),
      ]),
    );
    expect(cluster.api).toMatchObject({ vip: "fd00::100", vipFamily: 6, url: "https://[fd00::100]:6443" });
    expect(cluster.etcd.members[0]?.peerUrl).toBe("https://[fd00::11]:2380");
    expect(cluster.network.gateways).toEqual([{ address: "fd00::1", family: 6 }]);
    expect(cluster.loadBalancer).toMatchObject({ peers: [{ address: "fd00::1", family: 6 }] });
  });

  it("a peer is reached by the VIP's family, whichever comes first", () => {
    const cluster = resolved(changed(SPECS.dual, [[["kubeMaster", "ip"], "fd00::100"]]));
    expect(cluster.network.subnets[0]?.family).toBe(4);
    expect(cluster.loadBalancer).toMatchObject({ peers: [{ address: "fd00::1", family: 6 }] });
  });

  it("a link-local gateway is one", () => {
    const spec = changed(SPECS.dual, [
      [
        ["network", "gateway"],
        ["10.0.0.1", "fe80::1"],
      ],
    ]);
    expect(resolved(spec).network.gateways.map(({ address }) => address)).toEqual(["10.0.0.1", "fe80::1"]);
  });
});

it("resolves how deployments go about it", () => {
  const window = { days: ["Sun", "Sat"], from: "22:30", to: "04:00", timeZone: "Europe/Berlin" };
  const check = { name: "alerts", run: "true", on: "node1", within: 300 };
  const spec = { window, checks: [check], maxUnavailable: "25%", soak: 30, snapshots: { days: 7 } };
  expect(resolved(changed(SPECS.bgp, [[["rollout"], spec]])).rollout).toEqual({
    windows: [{ days: ["Sat", "Sun"], from: 1350, to: 240, timeZone: "Europe/Berlin" }],
    checks: [{ ...check, timeout: 60 }],
    maxUnavailable: "25%",
    soak: 30,
    snapshots: { keep: 20, days: 7 },
  });
});

it("fills in every default", () => {
  const { nodes, routers, etcd, ...rest } = resolved(SPECS.bgp);
  expect(rest).toEqual({
    name: "home",
    distribution: { kind: "kubernetes" },
    rollout: {
      windows: [],
      checks: [],
      maxUnavailable: "1",
      soak: undefined,
      snapshots: { keep: 20, days: 30 },
    },
    api: {
      vip: "10.0.0.100",
      vipFamily: 4,
      port: 6443,
      url: "https://10.0.0.100:6443",
      dnsName: undefined,
      extraSans: [],
    },
    loadBalancer: {
      kind: "bgp",
      asn: 64513,
      peers: [{ name: "router", address: "10.0.0.1", family: 4, asn: 64512 }],
      multihop: false,
      holdTime: 30,
      keepalive: 10,
    },
    network: {
      subnets: [{ cidr: "10.0.0.0/24", family: 4, prefixLength: 24 }],
      gateways: [{ address: "10.0.0.1", family: 4 }],
      nameservers: ["1.1.1.1"],
      pods: [{ cidr: "10.244.0.0/16", family: 4, prefixLength: 16 }],
      services: [{ cidr: "10.96.0.0/16", family: 4, prefixLength: 16 }],
      apiServiceAddresses: ["10.96.0.1"],
      dnsAddress: "10.96.0.10",
      domain: "cluster.local",
      cni: { kind: "flannel", backend: "vxlan" },
    },
    ssh: { authorizedKeys: [], port: 22 },
    encryptSecrets: true,
    stateVersion: "26.05",
    escapeHatch: { nixos: {}, nixosUnchecked: {} },
  });
  expect(etcd.token).toBe("quorate-home");
  expect(nodes[3]).toEqual({
    kind: "node",
    name: "worker1",
    offline: false,
    addresses: [{ address: "10.0.0.21", family: 4, prefixLength: 24 }],
    address: "10.0.0.21",
    interface: "enp3s0f0",
    disk: "/dev/disk/by-id/nvme-one",
    boot: "uefi",
    system: "x86_64-linux",
    roles: { etcd: false, controlPlane: false, kubelet: true },
    schedulable: true,
    labels: {},
    taints: [],
    escapeHatch: { nixos: {}, nixosUnchecked: {} },
  });
  expect(routers).toEqual([
    { kind: "router", name: "exit", addresses: [{ address: "10.0.0.2", family: 4 }], asn: undefined },
    { kind: "router", name: "router", addresses: [{ address: "10.0.0.1", family: 4 }], asn: 64512 },
  ]);
});

/** The same definition with the fields of every set in another order. */
function shuffled(value: unknown, order: (keys: readonly string[]) => readonly string[]): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  const set = value as Record<string, unknown>;
  return Object.fromEntries(order(Object.keys(set)).map((key) => [key, shuffled(set[key], order)]));
}

/** An order for the keys of all sets, from a list of numbers. */
const anyOrder = fc.array(fc.nat(), { minLength: 8, maxLength: 8 }).map(
  (ranks) => (keys: readonly string[]) =>
    keys
      .map((key, index) => ({ key, rank: ranks[(index + key.length) % ranks.length] ?? 0 }))
      .sort((a, b) => a.rank - b.rank)
      .map(({ key }) => key),
);

/** Definitions that are right, and some that are wrong in several places. */
const anySpec = fc.constantFrom<Spec>(
  SPECS.bgp,
  SPECS.arp,
  SPECS.dual,
  changed(SPECS.bgp, [
    [machine("node1", "labels"), { b: "1", a: "2" }],
    [["ssh"], { authorizedKeys: [] }],
    [["nixosUnchecked"], { "a.d": 3, a: { d: 1, y: 2 }, "b.c": 1, "b.c.d": 2 }],
  ]),
  changed(SPECS.bgp, [
    [machine("node1", "ip"), "10.0.0.12"],
    [machine("node2", "disk"), "x"],
    [machine("worker1", "colour"), 1],
    [["name"], 3],
  ]),
);

describe("laws", () => {
  it("the order in which things are written does not matter", () => {
    fc.assert(
      fc.property(anySpec, anyOrder, (spec, order) => {
        const one = resolveCluster(defined(spec));
        const other = resolveCluster(defined(shuffled(spec, order)));
        const sorted = ({ findings }: typeof one) => findings.map((found) => JSON.stringify(found)).sort();
        expect(sorted(other)).toEqual(sorted(one));
        if (one.ok && other.ok) {
          expect(other.cluster).toEqual(one.cluster);
          expect(other.cluster.nodes.map(({ name }) => name)).toEqual(
            one.cluster.nodes.map(({ name }) => name),
          );
        }
      }),
    );
  });

  it("what resolving filled in or made canonical, written out, resolves to the same", () => {
    const spelled = changed(SPECS.dual, [
      [machine("node1", "ip"), ["10.0.0.11", "FD00:0:0::0011"]],
      [
        ["network", "subnet"],
        ["10.0.0.0/24", "FD00:0::/64"],
      ],
    ]);
    for (const spec of [SPECS.bgp, SPECS.arp, SPECS.dual, spelled]) {
      const cluster = resolved(spec);
      expect(resolved(written(cluster))).toEqual(cluster);
    }
  });

  it("a definition is not changed, and nothing of it is shared", () => {
    const spec = changed(SPECS.bgp, [[["nixos"], { time: { timeZone: "UTC" } }]]);
    const before = structuredClone(spec);
    const cluster = resolved(spec);
    expect(spec).toEqual(before);
    (spec["nixos"] as { time: { timeZone: string } }).time.timeZone = "changed";
    expect(cluster.escapeHatch.nixos).toEqual({ time: { timeZone: "UTC" } });
  });
});

/** A definition that says everything that `cluster` holds. */
function written(cluster: Cluster): Spec {
  const { api, loadBalancer, network } = cluster;
  const one = (texts: readonly string[]) => (texts.length === 1 ? texts[0] : texts);
  const oneAddress = (addresses: readonly Address[]) => one(addresses.map(({ address }) => address));
  const oneNetwork = (networks: readonly IpNetwork[]) => one(networks.map(({ cidr }) => cidr));
  return {
    name: cluster.name,
    distribution: cluster.distribution,
    kubeMaster: {
      ip: api.vip,
      port: api.port,
      ...(api.dnsName === undefined ? {} : { dnsName: api.dnsName }),
      extraSans: api.extraSans,
      loadBalancer:
        loadBalancer.kind !== "bgp"
          ? loadBalancer
          : { ...loadBalancer, peers: loadBalancer.peers.map(({ name }) => name) },
    },
    network: {
      subnet: oneNetwork(network.subnets),
      gateway: oneAddress(network.gateways),
      nameservers: network.nameservers,
      pods: oneNetwork(network.pods),
      services: oneNetwork(network.services),
      domain: network.domain,
      cni: network.cni,
    },
    machines: Object.fromEntries([
      ...cluster.routers.map(({ kind, name, addresses, asn }) => [
        name,
        { kind, ip: oneAddress(addresses), asn },
      ]),
      ...cluster.nodes.map(({ kind, name, roles, ...node }) => [
        name,
        {
          kind,
          ip: oneAddress(node.addresses),
          interface: node.interface,
          disk: node.disk,
          boot: node.boot,
          system: node.system,
          services: [
            ...(roles.etcd ? ["etcd"] : []),
            ...(roles.controlPlane ? ["kubernetes"] : []),
            ...(roles.kubelet && !roles.controlPlane ? ["worker"] : []),
          ],
          ...(roles.kubelet
            ? { schedulable: node.schedulable, labels: node.labels, taints: node.taints }
            : {}),
          ...node.escapeHatch,
        },
      ]),
    ]),
    ssh: cluster.ssh,
    encryptSecrets: cluster.encryptSecrets,
    stateVersion: cluster.stateVersion,
    ...cluster.escapeHatch,
  };
}

describe("health", () => {
  const health = (spec: unknown) => resolved(changed(SPECS.bgp, [[["health"], spec]])).health;

  it("is nothing where nothing is asked for", () => {
    expect(resolved(SPECS.bgp).health).toBeUndefined();
  });

  it.each([
    [{}, { namespace: "rook-ceph", required: false, tolerate: ["MON_CLOCK_SKEW", "RECENT_CRASH"] }],
    [
      { ceph: true },
      { namespace: "rook-ceph", required: true, tolerate: ["MON_CLOCK_SKEW", "RECENT_CRASH"] },
    ],
    [{ ceph: { namespace: "rook", tolerate: [] } }, { namespace: "rook", required: true, tolerate: [] }],
    [{ ceph: false }, undefined],
  ])("%j asks Ceph as it says", (spec, ceph) => {
    expect(health(spec)?.ceph).toEqual(ceph);
  });

  it("has its namespaces once each, its checks and its time with their defaults", () => {
    expect(
      health({ namespaces: ["b", "a", "b"], checks: [{ name: "alerts", run: "true" }], ceph: false }),
    ).toEqual({
      namespaces: ["a", "b"],
      ceph: undefined,
      checks: [{ name: "alerts", run: "true", on: undefined, timeout: 60, within: 60 }],
      within: 600,
    });
  });
});
