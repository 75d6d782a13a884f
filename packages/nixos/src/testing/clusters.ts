import {
  arp,
  bgp,
  type Cluster,
  defineCluster,
  type K3sSpec,
  k3s,
  node,
  none,
  type ResolvedCni,
  router,
} from "@quorate/cluster";
import { resolvedCluster } from "@quorate/cluster/testing";

export { nodeOf } from "@quorate/cluster/testing";

const hardware = { interface: "eno1", disk: "/dev/disk/by-id/nvme-1" } as const;

/** Three stacked masters behind a router. For tests. */
export const BGP_CLUSTER = resolvedCluster(
  defineCluster({
    name: "home",
    kubeMaster: { ip: "10.0.0.100", loadBalancer: bgp({ asn: 64513, peers: ["router"] }) },
    network: { subnet: "10.0.0.0/24", gateway: "router", nameservers: ["1.1.1.1"] },
    machines: {
      router: router({ ip: "10.0.0.1", asn: 64512 }),
      node1: node({ ...hardware, ip: "10.0.0.11", services: ["kubernetes", "etcd"] }),
      node2: node({ ...hardware, ip: "10.0.0.12", services: ["kubernetes", "etcd"] }),
      node3: node({ ...hardware, ip: "10.0.0.13", services: ["kubernetes", "etcd"] }),
    },
  }),
);

/** etcd apart, one master, one worker, both families (IPv4 first), ARP. For tests. */
export const DUAL_STACK_CLUSTER = resolvedCluster(
  defineCluster({
    name: "dual",
    kubeMaster: { ip: "10.0.0.100", loadBalancer: arp() },
    network: {
      subnet: ["10.0.0.0/24", "fd00::/64"],
      gateway: ["10.0.0.1", "fd00::1"],
      nameservers: ["fd00::53"],
    },
    machines: {
      etcd1: node({ ...hardware, ip: ["10.0.0.21", "fd00::21"], services: ["etcd"] }),
      master1: node({ ...hardware, ip: ["10.0.0.31", "fd00::31"], services: ["kubernetes"] }),
      worker1: node({
        ...hardware,
        ip: ["10.0.0.41", "fd00::41"],
        services: ["worker"],
        boot: "bios",
        system: "x86_64-linux",
        labels: { rack: "1", "node-role.kubernetes.io/worker": "" },
        taints: [{ key: "example.com/gpu", effect: "NoSchedule" }],
      }),
    },
  }),
);

/** A single master with IPv6 alone, ARP. For tests. */
export const IPV6_CLUSTER = resolvedCluster(
  defineCluster({
    name: "six",
    kubeMaster: { ip: "fd00::100", loadBalancer: arp() },
    network: { subnet: "fd00::/64", gateway: "fd00::1", nameservers: ["fd00::53"] },
    machines: { solo: node({ ...hardware, ip: "fd00::11", services: ["kubernetes", "etcd"] }) },
  }),
);

/** Two sizes of k3s: three servers and an agent behind a VIP, and one server without one, in both families. For tests. */
export function k3sCluster(size: "three" | "one", spec: K3sSpec = {}): Cluster {
  const one = size === "one";
  return resolvedCluster(
    defineCluster({
      name: "k3s",
      kubeMaster: one ? { loadBalancer: none() } : { ip: "10.0.0.100", loadBalancer: arp() },
      network: {
        subnet: one ? ["10.0.0.0/24", "fd00::/64"] : "10.0.0.0/24",
        gateway: one ? ["10.0.0.1", "fd00::1"] : "10.0.0.1",
        nameservers: ["1.1.1.1"],
      },
      distribution: k3s(spec),
      machines: one
        ? { only: node({ ...hardware, ip: ["10.0.0.11", "fd00::11"], services: ["kubernetes", "etcd"] }) }
        : {
            server1: node({ ...hardware, ip: "10.0.0.11", services: ["kubernetes", "etcd"] }),
            server2: node({ ...hardware, ip: "10.0.0.12", services: ["kubernetes", "etcd"] }),
            server3: node({ ...hardware, ip: "10.0.0.13", services: ["kubernetes", "etcd"] }),
            agent1: node({
              ...hardware,
              ip: "10.0.0.21",
              services: ["worker"],
              labels: { rack: "1", "node-role.kubernetes.io/storage": "true" },
              taints: [{ key: "example.com/gpu", value: "a", effect: "NoSchedule" }],
            }),
          },
    }),
  );
}

/** The cluster with another pod network. */
export function withCni(cluster: Cluster, cni: ResolvedCni): Cluster {
  return { ...cluster, network: { ...cluster.network, cni } };
}
