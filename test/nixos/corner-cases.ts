import { arp, bgp, defineCluster, flannel, noCni, node, router } from "@quorate/cluster";

const disk = "/dev/disk/by-id/nvme-1";
const uplink = { interface: "eno1", disk } as const;

/** Topologies that no example shows, for what NixOS makes of them. */
export const CORNER_CASES = {
  "bios, host-gw, other ports": defineCluster({
    name: "corner",
    kubeMaster: {
      ip: "10.9.0.100",
      port: 8443,
      loadBalancer: arp({ leaseDuration: 5, renewDeadline: 3, retryPeriod: 1 }),
    },
    network: {
      subnet: "10.9.0.0/24",
      gateway: "10.9.0.1",
      nameservers: ["10.9.0.1"],
      pods: "10.200.0.0/20",
      cni: flannel({ backend: "host-gw" }),
    },
    ssh: {
      port: 2222,
      authorizedKeys: ["ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAINyl4KVIzdEEk5WkXo5SAbd9fbA8Z8ZqB1x7vIQ0 ops"],
    },
    encryptSecrets: false,
    machines: { solo: node({ ...uplink, ip: "10.9.0.11", boot: "bios", services: ["kubernetes", "etcd"] }) },
  }),
  "no CNI, escape hatches, labels": defineCluster({
    name: "hatch",
    kubeMaster: { ip: "10.9.0.100", loadBalancer: bgp({ asn: 65001, peers: ["a", "b"], multihop: true }) },
    network: { subnet: "10.9.0.0/24", gateway: "a", nameservers: ["10.9.0.1"], cni: noCni() },
    nixos: {
      services: { kubernetes: { apiserver: { extraOpts: "--profiling=false" } } },
      boot: { kernel: { sysctl: { "vm.max_map_count": 262144 } } },
    },
    nixosUnchecked: {
      "networking.nameservers": { _type: "override", priority: 50, content: ["10.9.0.53"] },
      'environment.etc."motd.d/quorate".text': "${not} ''code''\n",
    },
    machines: {
      a: router({ ip: "10.9.0.1", asn: 65000 }),
      b: router({ ip: "10.9.0.2", asn: 65002 }),
      m1: node({
        ...uplink,
        ip: "10.9.0.11",
        services: ["kubernetes", "etcd"],
        labels: { rack: "1", "node-role.kubernetes.io/edge": "" },
        nixos: { services: { kubernetes: { apiserver: { extraOpts: "--v=2" } } } },
      }),
      w1: node({
        ...uplink,
        ip: "10.9.0.21",
        services: ["worker"],
        labels: { rack: "2", "node-role.kubernetes.io/worker": "" },
      }),
    },
  }),
} as const;
