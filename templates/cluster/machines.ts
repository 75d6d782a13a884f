import { bgp, defineCluster, node, router } from "@quorate/cluster";

export default defineCluster({
  name: "rack",
  kubeMaster: { ip: "10.0.0.100", port: 6443, loadBalancer: bgp({ asn: 64513, peers: ["router"] }) },
  network: { subnet: "10.0.0.0/24", gateway: "router", nameservers: ["1.1.1.1"] },
  machines: {
    router: router({ ip: "10.0.0.1", asn: 64512 }),
    // The disk is erased when a node is installed: `ls -l /dev/disk/by-id/` on the machine says its name.
    node1: node({
      ip: "10.0.0.11",
      interface: "enp3s0f0",
      disk: "/dev/disk/by-id/nvme-of-node1",
      services: ["kubernetes", "etcd"],
    }),
    node2: node({
      ip: "10.0.0.12",
      interface: "enp3s0f0",
      disk: "/dev/disk/by-id/nvme-of-node2",
      services: ["kubernetes", "etcd"],
    }),
    node3: node({
      ip: "10.0.0.13",
      interface: "enp3s0f0",
      disk: "/dev/disk/by-id/nvme-of-node3",
      services: ["kubernetes", "etcd"],
    }),
  },
});
