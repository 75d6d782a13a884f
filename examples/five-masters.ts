import { bgp, defineCluster, node, router } from "@quorate/cluster";

// Five stacked machines: two may fail at once. Two routers hear the VIP, a third machine is only the way out.
export default defineCluster({
  name: "rack",
  kubeMaster: {
    ip: "172.16.255.1",
    port: 8443,
    loadBalancer: bgp({ asn: 4200000010, peers: ["spine1", "spine2"] }),
  },
  network: { subnet: "172.16.0.0/22", gateway: "exit", nameservers: ["172.16.0.1"] },
  machines: {
    exit: router({ ip: "172.16.0.1" }),
    spine1: router({ ip: "172.16.0.2", asn: 4200000001 }),
    spine2: router({ ip: "172.16.0.3", asn: 4200000002 }),
    m1: node({
      ip: "172.16.1.1",
      interface: "enp65s0",
      disk: "/dev/disk/by-id/nvme-m1",
      services: ["kubernetes", "etcd"],
    }),
    m2: node({
      ip: "172.16.1.2",
      interface: "enp65s0",
      disk: "/dev/disk/by-id/nvme-m2",
      services: ["kubernetes", "etcd"],
    }),
    m3: node({
      ip: "172.16.1.3",
      interface: "enp65s0",
      disk: "/dev/disk/by-id/nvme-m3",
      services: ["kubernetes", "etcd"],
    }),
    m4: node({
      ip: "172.16.1.4",
      interface: "enp65s0",
      disk: "/dev/disk/by-id/nvme-m4",
      services: ["kubernetes", "etcd"],
    }),
    m5: node({
      ip: "172.16.1.5",
      interface: "enp65s0",
      disk: "/dev/disk/by-id/nvme-m5",
      services: ["kubernetes", "etcd"],
    }),
  },
});
