// Three k3s servers behind a VIP by ARP, and an agent. Pods' packages are encrypted from node to node.
import { arp, defineCluster, flannel, k3s, node } from "@quorate/cluster";

const machine = (number: number) => ({
  ip: `192.168.8.${10 + number}`,
  interface: "enp1s0",
  disk: `/dev/disk/by-id/nvme-k3s-${number}`,
});

export default defineCluster({
  name: "cupboard",
  kubeMaster: { ip: "192.168.8.100", dnsName: "k3s.home.example", loadBalancer: arp() },
  network: {
    subnet: "192.168.8.0/24",
    gateway: "192.168.8.1",
    nameservers: ["192.168.8.1"],
    cni: flannel({ backend: "wireguard-native" }),
  },
  distribution: k3s({
    version: "1.35",
    disable: ["traefik"],
    mirrors: { "docker.io": { endpoints: ["https://mirror.home.example"] } },
    snapshots: { schedule: "0 */6 * * *", keep: 8 },
    kubelet: { maxPods: 200 },
  }),
  machines: {
    server1: node({ ...machine(1), services: ["kubernetes", "etcd"] }),
    server2: node({ ...machine(2), services: ["kubernetes", "etcd"] }),
    server3: node({ ...machine(3), services: ["kubernetes", "etcd"] }),
    agent1: node({
      ...machine(4),
      services: ["worker"],
      labels: { "example.com/disk": "large", "node-role.kubernetes.io/storage": "true" },
      taints: [
        { key: "example.com/storage", value: "only", effect: "NoSchedule" },
        { key: "example.com/slow", effect: "PreferNoSchedule" },
      ],
      schedulable: true,
    }),
    agent2: node({ ...machine(5), services: ["worker"] }),
  },
});
