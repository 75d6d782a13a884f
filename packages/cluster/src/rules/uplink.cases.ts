import type { FindingCase } from "../testing/finding-case.ts";

const gateway = ["network", "gateway"];
const nameservers = ["network", "nameservers"];

export const UPLINK: readonly FindingCase[] = [
  { code: "gateway-unknown", wrong: [[gateway, "ruoter"]], path: gateway, right: [[gateway, "exit"]] },
  {
    code: "gateway-unknown",
    title: "no address",
    wrong: [[gateway, "10.0.0"]],
    path: gateway,
    right: [[gateway, "10.0.0.7"]],
  },
  {
    code: "gateway-unknown",
    title: "one of a pair",
    base: "dual",
    wrong: [[gateway, ["10.0.0.1", "router"]]],
    path: [...gateway, 1],
    also: ["gateway-family-missing"],
    right: [[gateway, ["10.0.0.1", "fe80::1"]]],
  },
  {
    code: "gateway-unknown",
    title: "a name that every object has",
    wrong: [[gateway, "constructor"]],
    path: gateway,
  },
  {
    code: "gateway-is-node",
    title: "by name",
    wrong: [[gateway, "node1"]],
    path: gateway,
    right: [[gateway, "router"]],
  },
  {
    code: "gateway-is-node",
    title: "by address",
    wrong: [[gateway, "10.0.0.11"]],
    path: gateway,
    right: [[gateway, "10.0.0.111"]],
  },
  { code: "gateway-outside-subnet", wrong: [[gateway, "10.0.1.1"]], path: gateway },
  {
    code: "gateway-outside-subnet",
    title: "the address of a router",
    wrong: [
      [["machines", "exit", "ip"], "10.0.1.1"],
      [gateway, "exit"],
    ],
    path: gateway,
    right: [
      [
        ["machines", "exit", "ip"],
        ["fd00::1", "10.0.0.2"],
      ],
      [gateway, "exit"],
    ],
  },
  {
    code: "gateway-family-missing",
    base: "dual",
    wrong: [[gateway, "10.0.0.1"]],
    path: gateway,
    right: [[gateway, ["10.0.0.1", "fd00::1"]]],
  },
  {
    code: "nameserver-invalid",
    title: "a name",
    wrong: [[nameservers, ["1.1.1.1", "dns.example"]]],
    path: [...nameservers, 1],
    right: [[nameservers, ["1.1.1.1", "2606:4700::1111"]]],
  },
  {
    code: "nameserver-invalid",
    title: "a Service",
    wrong: [[nameservers, ["10.96.0.10"]]],
    path: [...nameservers, 0],
    right: [[nameservers, ["10.97.0.10"]]],
  },
  {
    code: "nameserver-invalid",
    title: "a pod",
    wrong: [[nameservers, ["10.244.0.10"]]],
    path: [...nameservers, 0],
  },
  {
    code: "nameserver-invalid",
    title: "loopback",
    wrong: [[nameservers, ["127.0.0.53"]]],
    path: [...nameservers, 0],
  },
  { code: "nameservers-none", wrong: [[nameservers, []]], path: nameservers },
  {
    code: "nameservers-many",
    wrong: [[nameservers, ["1.1.1.1", "1.0.0.1", "9.9.9.9", "8.8.8.8"]]],
    path: [...nameservers, 3],
    right: [[nameservers, ["1.1.1.1", "1.0.0.1", "9.9.9.9"]]],
  },
  {
    code: "gateway-unknown",
    title: "where no router is",
    base: "arp",
    wrong: [[gateway, "router"]],
    path: gateway,
  },
  {
    code: "gateway-is-node",
    title: "where no router is",
    base: "arp",
    wrong: [[gateway, "etcd1"]],
    path: gateway,
  },
  {
    code: "gateway-outside-subnet",
    title: "of a family that has no subnet, a router's only one",
    wrong: [
      [["machines", "exit", "ip"], "fd00::2"],
      [gateway, "exit"],
    ],
    path: gateway,
    also: ["gateway-family-missing"],
  },
  {
    code: "gateway-outside-subnet",
    title: "one of a router's two",
    base: "dual",
    wrong: [
      [
        ["machines", "router", "ip"],
        ["10.0.1.1", "fd00::1"],
      ],
    ],
    path: gateway,
  },
  {
    code: "gateway-outside-subnet",
    title: "of a family that has no subnet, one of a pair",
    wrong: [[gateway, ["10.0.0.1", "fd00::1"]]],
    path: [...gateway, 1],
  },
  {
    code: "gateway-outside-subnet",
    title: "in IPv6, and not link-local",
    base: "dual",
    wrong: [[gateway, ["10.0.0.1", "fd01::1"]]],
    path: [...gateway, 1],
    right: [[gateway, ["10.0.0.1", "febf::1"]]],
  },
];
