/** The clusters that specs are run in: three masters with a VIP by BGP, which is most of what Quorate makes. */
export const CLUSTERS = {
  ipv4: machinesText("conf-ipv4", {
    vip: "10.0.0.100",
    subnet: `"10.0.0.0/24"`,
    more: "",
    address: (host) => `"10.0.0.${host}"`,
  }),
  "dual-stack": machinesText("conf-dual", {
    vip: "10.70.0.100",
    subnet: `["10.70.0.0/24", "fd00:70::/64"]`,
    more: `
    pods: ["10.170.0.0/16", "fd00:70:1000::/48"],
    services: ["10.99.0.0/16", "fd00:70:2000::/112"],`,
    address: (host) => `["10.70.0.${host}", "fd00:70::${host}"]`,
  }),
} as const;

/** One of {@link CLUSTERS}. */
export type ClusterName = keyof typeof CLUSTERS;

/** Whether there is a cluster of this name. */
export function isClusterName(name: string): name is ClusterName {
  return Object.hasOwn(CLUSTERS, name);
}

/** The nodes of each. */
export const NODES = ["node1", "node2", "node3"] as const;

interface Network {
  readonly vip: string;
  readonly subnet: string;
  readonly more: string;
  readonly address: (host: number) => string;
}

function machinesText(name: string, { vip, subnet, more, address }: Network): string {
  return `import { bgp, defineCluster, node, router } from "@quorate/cluster";

const common = { interface: "enp3s0f0", disk: "/dev/nvme0n1", services: ["kubernetes", "etcd"] } as const;

export default defineCluster({
  name: "${name}",
  kubeMaster: { ip: "${vip}", port: 6443, loadBalancer: bgp({ asn: 64513, peers: ["router"] }) },
  network: {
    subnet: ${subnet},
    gateway: "router",
    nameservers: ["1.1.1.1"],${more}
  },
  machines: {
    router: router({ ip: ${address(1)}, asn: 64512 }),
    node1: node({ ...common, ip: ${address(11)} }),
    node2: node({ ...common, ip: ${address(12)} }),
    node3: node({ ...common, ip: ${address(13)} }),
  },
});
`;
}
