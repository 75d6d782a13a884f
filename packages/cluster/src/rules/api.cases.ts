import type { FindingCase } from "../testing/finding-case.ts";

const vip = ["kubeMaster", "ip"];
const port = ["kubeMaster", "port"];

export const API: readonly FindingCase[] = [
  {
    code: "vip-is-machine",
    title: "a node's",
    wrong: [[vip, "10.0.0.11"]],
    path: vip,
    right: [[vip, "10.0.0.99"]],
  },
  { code: "vip-is-machine", title: "a router's", wrong: [[vip, "10.0.0.2"]], path: vip },
  { code: "vip-is-machine", title: "the gateway's", base: "arp", wrong: [[vip, "10.0.0.1"]], path: vip },
  {
    code: "vip-outside-subnet",
    base: "arp",
    wrong: [[vip, "10.0.1.100"]],
    path: vip,
    right: [[vip, "10.0.0.200"]],
  },
  {
    code: "vip-in-cluster-network",
    title: "pods",
    wrong: [[vip, "10.244.7.1"]],
    path: vip,
    right: [[vip, "10.243.7.1"]],
  },
  { code: "vip-in-cluster-network", title: "Services", wrong: [[vip, "10.96.0.1"]], path: vip },
  {
    code: "vip-family-missing",
    wrong: [[vip, "fd00::100"]],
    path: ["machines", "node1", "ip"],
    also: ["vip-family-missing", "vip-family-missing", "vip-family-missing"],
  },
  { code: "port-invalid", title: "beyond 65535", wrong: [[port, 65536]], path: port, right: [[port, 65535]] },
  {
    code: "port-invalid",
    title: "zero",
    wrong: [[["ssh", "port"], 0]],
    path: ["ssh", "port"],
    right: [[["ssh", "port"], 1]],
  },
  { code: "port-invalid", title: "a fraction", wrong: [[port, 6443.5]], path: port },
  { code: "port-conflict", title: "etcd", wrong: [[port, 2379]], path: port, right: [[port, 2378]] },
  {
    code: "port-conflict",
    title: "the kubelet",
    wrong: [[["ssh", "port"], 10250]],
    path: ["ssh", "port"],
    right: [[["ssh", "port"], 2222]],
  },
  { code: "port-conflict", title: "NodePorts", wrong: [[port, 30000]], path: port, right: [[port, 29999]] },
  {
    code: "port-conflict",
    title: "sshd's default",
    wrong: [[port, 22]],
    path: port,
    right: [
      [port, 22],
      [["ssh", "port"], 2222],
    ],
  },
  {
    code: "port-conflict",
    title: "the API's default",
    wrong: [[["ssh", "port"], 6443]],
    path: ["ssh", "port"],
    right: [
      [["ssh", "port"], 6443],
      [port, 443],
    ],
  },
  {
    code: "etcd-unreachable",
    base: "dual",
    wrong: [[["machines", "node1", "ip"], "fd00::11"]],
    path: ["machines", "node1", "ip"],
    also: ["address-family-missing", "vip-family-missing"],
  },
  {
    code: "vip-outside-subnet",
    title: "of either family",
    base: "dual",
    wrong: [
      [["kubeMaster", "loadBalancer"], { kind: "arp" }],
      [vip, "fd01::100"],
    ],
    path: vip,
    right: [
      [["kubeMaster", "loadBalancer"], { kind: "arp" }],
      [vip, "fd00::100"],
    ],
  },
  {
    code: "vip-family-missing",
    title: "of a worker, which asks no etcd member",
    base: "arp",
    wrong: [[["machines", "worker1", "ip"], "fd00::31"]],
    path: ["machines", "worker1", "ip"],
    also: ["address-outside-subnet", "address-family-missing"],
  },
  {
    code: "etcd-unreachable",
    title: "of members apart and control planes apart",
    base: "arp",
    wrong: [[["machines", "etcd1", "ip"], "fd00::11"]],
    path: ["machines", "master1", "ip"],
    also: [
      "address-outside-subnet",
      "address-family-missing",
      "etcd-unreachable",
      "etcd-unreachable",
      "etcd-unreachable",
      "etcd-unreachable",
    ],
  },
];
