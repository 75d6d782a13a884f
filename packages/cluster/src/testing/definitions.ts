import { arp, bgp, defineCluster, node, router } from "../index.ts";
import type { SpecPath } from "../model/finding.ts";
import { plainCopy } from "../parse/plain-copy.ts";

/** A cluster's definition that is to be changed: plain data. */
export type Spec = { readonly [field: string]: unknown };

/** A change of a definition: what is at the path from now on; `undefined` removes it. */
export type Change = readonly [path: SpecPath, value: unknown];

function machine(ip: string | readonly [string, string], services: "master" | "etcd" | "worker") {
  return node({
    ip,
    interface: "enp3s0f0",
    disk: "/dev/disk/by-id/nvme-one",
    services: services === "master" ? ["kubernetes", "etcd"] : [services],
  });
}

const bgpCluster = defineCluster({
  name: "home",
  kubeMaster: { ip: "10.0.0.100", loadBalancer: bgp({ asn: 64513, peers: ["router"] }) },
  network: { subnet: "10.0.0.0/24", gateway: "router", nameservers: ["1.1.1.1"] },
  machines: {
    router: router({ ip: "10.0.0.1", asn: 64512 }),
    exit: router({ ip: "10.0.0.2" }),
    node1: machine("10.0.0.11", "master"),
    node2: machine("10.0.0.12", "master"),
    node3: machine("10.0.0.13", "master"),
    worker1: machine("10.0.0.21", "worker"),
  },
});

const arpCluster = defineCluster({
  name: "apart",
  kubeMaster: { ip: "10.0.0.100", loadBalancer: arp() },
  network: { subnet: "10.0.0.0/24", gateway: "10.0.0.1", nameservers: ["10.0.0.1"] },
  machines: {
    etcd1: machine("10.0.0.11", "etcd"),
    etcd2: machine("10.0.0.12", "etcd"),
    etcd3: machine("10.0.0.13", "etcd"),
    master1: node({ ...machine("10.0.0.21", "master"), services: ["kubernetes"] }),
    master2: node({ ...machine("10.0.0.22", "master"), services: ["kubernetes"] }),
    worker1: machine("10.0.0.31", "worker"),
  },
});

const dualCluster = defineCluster({
  name: "dual",
  kubeMaster: { ip: "10.0.0.100", loadBalancer: bgp({ asn: 64513, peers: ["router"] }) },
  network: {
    subnet: ["10.0.0.0/24", "fd00::/64"],
    gateway: "router",
    nameservers: ["1.1.1.1"],
    pods: ["10.244.0.0/16", "fd00:1::/48"],
    services: ["10.96.0.0/16", "fd00:2::/112"],
  },
  machines: {
    router: router({ ip: ["10.0.0.1", "fd00::1"], asn: 64512 }),
    node1: machine(["10.0.0.11", "fd00::11"], "master"),
    node2: machine(["10.0.0.12", "fd00::12"], "master"),
    node3: machine(["10.0.0.13", "fd00::13"], "master"),
  },
});

/** Valid definitions, by what is special about them. None has a finding. */
export const SPECS = {
  bgp: plainCopy(bgpCluster.spec).value as Spec,
  arp: plainCopy(arpCluster.spec).value as Spec,
  dual: plainCopy(dualCluster.spec).value as Spec,
} as const;

/** A definition as machines.ts exports it, whatever is in it. */
export function defined(spec: unknown): unknown {
  return { kind: "cluster", spec };
}

/** A copy of `spec` with the changes; sets on the way to a change are made where there are none. */
export function changed(spec: Spec, changes: readonly Change[]): Spec {
  const copy = structuredClone(spec) as Record<string | number, unknown>;
  for (const [path, value] of changes) {
    let place = copy;
    for (const segment of path.slice(0, -1)) {
      place[segment] ??= {};
      place = place[segment] as Record<string | number, unknown>;
    }
    const last = path.at(-1) ?? "";
    if (value === undefined) delete place[last];
    else place[last] = value;
  }
  return copy as Spec;
}
