import { bgp, defineCluster, node, router } from "@quorate/cluster";

// Three control plane nodes, one of which takes ordinary pods too, with workers of both platforms beside them.
export default defineCluster({
  name: "mixed",
  kubeMaster: { ip: "10.30.0.100", loadBalancer: bgp({ asn: 64520, peers: ["edge"], multihop: true }) },
  network: { subnet: "10.30.0.0/24", gateway: "edge", nameservers: ["10.30.0.1"] },
  nixos: { time: { timeZone: "Europe/Berlin" } },
  machines: {
    edge: router({ ip: "10.30.0.1", asn: 64519 }),
    master1: node({
      ip: "10.30.0.11",
      interface: "enp3s0f0",
      disk: "/dev/disk/by-id/nvme-master1",
      services: ["kubernetes", "etcd"],
    }),
    master2: node({
      ip: "10.30.0.12",
      interface: "enp3s0f0",
      disk: "/dev/disk/by-id/nvme-master2",
      services: ["kubernetes", "etcd"],
    }),
    master3: node({
      ip: "10.30.0.13",
      interface: "enp3s0f0",
      disk: "/dev/disk/by-id/nvme-master3",
      services: ["kubernetes", "etcd", "worker"],
    }),
    arm1: node({
      ip: "10.30.0.21",
      interface: "end0",
      disk: "/dev/disk/by-id/nvme-arm1",
      services: ["worker"],
      system: "aarch64-linux",
      labels: { "example.com/board": "rockpi" },
    }),
    arm2: node({
      ip: "10.30.0.22",
      interface: "end0",
      disk: "/dev/disk/by-id/nvme-arm2",
      services: ["worker"],
      system: "aarch64-linux",
    }),
    gpu1: node({
      ip: "10.30.0.31",
      interface: "enp3s0f0",
      disk: "/dev/disk/by-id/nvme-gpu1",
      services: ["worker"],
      taints: [{ key: "example.com/gpu", value: "yes", effect: "NoSchedule" }],
      nixos: { boot: { kernelModules: ["vfio-pci"] }, networking: { firewall: { allowedTCPPorts: [9100] } } },
      nixosUnchecked: { "services.smartd.enable": true },
    }),
  },
});
