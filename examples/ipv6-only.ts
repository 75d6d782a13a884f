import { arp, defineCluster, node } from "@quorate/cluster";

// IPv6 alone, without any router in the file.
export default defineCluster({
  name: "six",
  kubeMaster: { ip: "fd00:50::100", loadBalancer: arp() },
  network: { subnet: "fd00:50::/64", gateway: "fd00:50::1", nameservers: ["fd00:50::1"] },
  encryptSecrets: false,
  machines: {
    node1: node({
      ip: "fd00:50::11",
      interface: "enp3s0f0",
      disk: "/dev/disk/by-id/nvme-node1",
      services: ["kubernetes", "etcd"],
    }),
    node2: node({
      ip: "fd00:50::12",
      interface: "enp3s0f0",
      disk: "/dev/disk/by-id/nvme-node2",
      services: ["kubernetes", "etcd"],
    }),
    node3: node({
      ip: "fd00:50::13",
      interface: "enp3s0f0",
      disk: "/dev/disk/by-id/nvme-node3",
      services: ["kubernetes", "etcd"],
    }),
  },
});
