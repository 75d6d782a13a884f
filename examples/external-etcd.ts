import { arp, defineCluster, node } from "@quorate/cluster";

// etcd on three machines of its own, two control plane nodes, and workers: the quorum is no business of the API.
export default defineCluster({
  name: "apart",
  kubeMaster: { ip: "10.20.0.10", loadBalancer: arp() },
  network: { subnet: "10.20.0.0/16", gateway: "10.20.0.1", nameservers: ["10.20.0.1"] },
  machines: {
    etcd1: node({
      ip: "10.20.1.1",
      interface: "eno1",
      disk: "/dev/disk/by-id/nvme-etcd1",
      services: ["etcd"],
    }),
    etcd2: node({
      ip: "10.20.1.2",
      interface: "eno1",
      disk: "/dev/disk/by-id/nvme-etcd2",
      services: ["etcd"],
    }),
    etcd3: node({
      ip: "10.20.1.3",
      interface: "eno1",
      disk: "/dev/disk/by-id/nvme-etcd3",
      services: ["etcd"],
    }),
    master1: node({
      ip: "10.20.2.1",
      interface: "eno1",
      disk: "/dev/disk/by-id/nvme-master1",
      services: ["kubernetes"],
    }),
    master2: node({
      ip: "10.20.2.2",
      interface: "eno1",
      disk: "/dev/disk/by-id/nvme-master2",
      services: ["kubernetes"],
    }),
    worker1: node({
      ip: "10.20.3.1",
      interface: "eno1",
      disk: "/dev/disk/by-id/nvme-worker1",
      services: ["worker"],
    }),
    worker2: node({
      ip: "10.20.3.2",
      interface: "eno1",
      disk: "/dev/disk/by-id/nvme-worker2",
      services: ["worker"],
    }),
  },
});
