import { bgp, defineCluster, node, router } from "@quorate/cluster";

// IPv4 and IPv6 side by side for hosts, pods and Services; the VIP is IPv4, the primary family.
export default defineCluster({
  name: "dual",
  kubeMaster: { ip: "10.40.0.100", loadBalancer: bgp({ asn: 64530, peers: ["router"] }) },
  network: {
    subnet: ["10.40.0.0/24", "fd00:40::/64"],
    gateway: "router",
    nameservers: ["10.40.0.1", "fd00:40::1"],
    pods: ["10.144.0.0/16", "fd00:40:1000::/48"],
    services: ["10.97.0.0/16", "fd00:40:2000::/112"],
  },
  machines: {
    router: router({ ip: ["10.40.0.1", "fd00:40::1"], asn: 64529 }),
    node1: node({
      ip: ["10.40.0.11", "fd00:40::11"],
      interface: "enp3s0f0",
      disk: "/dev/disk/by-id/nvme-node1",
      services: ["kubernetes", "etcd"],
    }),
    node2: node({
      ip: ["10.40.0.12", "fd00:40::12"],
      interface: "enp3s0f0",
      disk: "/dev/disk/by-id/nvme-node2",
      services: ["kubernetes", "etcd"],
    }),
    node3: node({
      ip: ["10.40.0.13", "fd00:40::13"],
      interface: "enp3s0f0",
      disk: "/dev/disk/by-id/nvme-node3",
      services: ["kubernetes", "etcd"],
    }),
  },
});
