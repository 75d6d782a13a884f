import { bgp, defineCluster, flannel, k3s, node, router } from "@quorate/cluster";

// What examples/ have not of k3s: both families, IPv6 first; a VIP by BGP over IPv6, to two routers; ports that are not
// the usual ones. One server only: with each the test takes longer.
export default defineCluster({
  name: "k3s-rich",
  kubeMaster: {
    ip: "fd00:61::100",
    port: 8443,
    loadBalancer: bgp({ asn: 4200000061, peers: ["router1", "router2"] }),
  },
  network: {
    subnet: ["fd00:61::/64", "10.61.0.0/24"],
    gateway: "router1",
    nameservers: ["fd00:61::1"],
    pods: ["fd00:61:1000::/56", "10.161.0.0/16"],
    services: ["fd00:61:2000::/112", "10.99.0.0/16"],
    cni: flannel({ backend: "host-gw" }),
  },
  ssh: { port: 2222 },
  distribution: k3s({ version: "1.36", disable: ["traefik", "local-storage", "metrics-server"] }),
  machines: {
    router1: router({ ip: ["fd00:61::1", "10.61.0.1"], asn: 64600 }),
    router2: router({ ip: ["fd00:61::2", "10.61.0.2"], asn: 64601 }),
    server: node({
      ip: ["fd00:61::11", "10.61.0.11"],
      interface: "eno1",
      disk: "/dev/disk/by-id/nvme-server",
      services: ["kubernetes", "etcd"],
      schedulable: true,
    }),
    agent: node({
      ip: ["fd00:61::31", "10.61.0.31"],
      interface: "enp3s0f0",
      disk: "/dev/disk/by-id/nvme-agent",
      services: ["worker"],
      labels: { "example.com/shelf": "2" },
      taints: [{ key: "example.com/slow", value: "disk", effect: "PreferNoSchedule" }],
    }),
  },
});
