// One k3s server without a VIP, both families: agents can be added at any time.
import { defineCluster, k3s, node, none } from "@quorate/cluster";

export default defineCluster({
  name: "corner",
  kubeMaster: { loadBalancer: none() },
  network: {
    subnet: ["192.168.9.0/24", "fd00:9::/64"],
    gateway: ["192.168.9.1", "fd00:9::1"],
    nameservers: ["192.168.9.1"],
  },
  distribution: k3s({ airgap: true }),
  machines: {
    only: node({
      ip: ["192.168.9.11", "fd00:9::11"],
      interface: "enp1s0",
      disk: "/dev/disk/by-id/nvme-k3s-only",
      services: ["kubernetes", "etcd"],
    }),
  },
});
