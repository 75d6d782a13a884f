import { arp, defineCluster, flannel, node } from "@quorate/cluster";

// Three stacked machines behind a gateway that speaks no BGP: the VIP is held by ARP.
export default defineCluster({
  name: "cupboard",
  kubeMaster: {
    ip: "192.168.10.5",
    loadBalancer: arp({ leaseDuration: 10, renewDeadline: 7, retryPeriod: 2 }),
  },
  network: {
    subnet: "192.168.10.0/24",
    gateway: "192.168.10.1",
    nameservers: ["192.168.10.1"],
    cni: flannel({ backend: "host-gw" }),
  },
  ssh: { port: 2222 },
  machines: {
    box1: node({
      ip: "192.168.10.11",
      interface: "eno1",
      disk: "/dev/disk/by-id/nvme-box1",
      services: ["kubernetes", "etcd"],
    }),
    box2: node({
      ip: "192.168.10.12",
      interface: "eno1",
      disk: "/dev/disk/by-id/nvme-box2",
      services: ["kubernetes", "etcd"],
    }),
    box3: node({
      ip: "192.168.10.13",
      interface: "eno1",
      disk: "/dev/disk/by-id/nvme-box3",
      services: ["kubernetes", "etcd"],
    }),
  },
});
