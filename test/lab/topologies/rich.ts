import { bgp, defineCluster, flannel, node, router } from "@quorate/cluster";

// As much as few machines can have that no other test of the lab has: both families, IPv6 first; a VIP by BGP over
// IPv6, to two routers; etcd on a machine of its own; a worker with a label and a taint of its own, and another
// interface than the others; ports that are not the usual ones. One master only: with each the test takes longer.
export default defineCluster({
  name: "rich",
  kubeMaster: {
    ip: "fd00:60::100",
    port: 8443,
    loadBalancer: bgp({ asn: 4200000060, peers: ["router1", "router2"] }),
  },
  network: {
    subnet: ["fd00:60::/64", "10.60.0.0/24"],
    gateway: "router1",
    nameservers: ["fd00:60::1"],
    pods: ["fd00:60:1000::/48", "10.160.0.0/16"],
    services: ["fd00:60:2000::/112", "10.98.0.0/16"],
    cni: flannel({ backend: "host-gw" }),
  },
  ssh: { port: 2222 },
  machines: {
    router1: router({ ip: ["fd00:60::1", "10.60.0.1"], asn: 64600 }),
    router2: router({ ip: ["fd00:60::2", "10.60.0.2"], asn: 64601 }),
    etcd: node({
      ip: ["fd00:60::21", "10.60.0.21"],
      interface: "eno1",
      disk: "/dev/disk/by-id/nvme-etcd",
      services: ["etcd"],
    }),
    master: node({
      ip: ["fd00:60::11", "10.60.0.11"],
      interface: "eno1",
      disk: "/dev/disk/by-id/nvme-master",
      services: ["kubernetes", "worker"],
    }),
    worker: node({
      ip: ["fd00:60::31", "10.60.0.31"],
      interface: "enp3s0f0",
      disk: "/dev/disk/by-id/nvme-worker",
      services: ["worker"],
      labels: { "example.com/shelf": "2" },
      taints: [{ key: "example.com/slow", value: "disk", effect: "PreferNoSchedule" }],
    }),
  },
});
