import { arp, defineCluster, node } from "@quorate/cluster";

// One machine that is everything: to learn with. While it is down, so is the cluster.
export default defineCluster({
  name: "single",
  kubeMaster: { ip: "192.168.1.100", loadBalancer: arp() },
  network: { subnet: "192.168.1.0/24", gateway: "192.168.1.1", nameservers: ["192.168.1.1"] },
  machines: {
    only: node({
      ip: "192.168.1.11",
      interface: "eth0",
      disk: "/dev/disk/by-id/nvme-only",
      services: ["kubernetes", "etcd"],
      boot: "bios",
    }),
  },
});
