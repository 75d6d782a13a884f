import type { FindingCase } from "../testing/finding-case.ts";

const bgp = (field: string) => ["kubeMaster", "loadBalancer", field];
const peer = (index: number) => [...bgp("peers"), index];
const asn = (machine: string) => ["machines", machine, "asn"];

export const LOAD_BALANCER: readonly FindingCase[] = [
  {
    code: "bgp-peer-unknown",
    wrong: [[bgp("peers"), ["router", "ruoter"]]],
    path: peer(1),
    right: [
      [bgp("peers"), ["router", "exit"]],
      [asn("exit"), 64520],
    ],
  },
  {
    code: "bgp-peer-unknown",
    title: "a name that every object has",
    wrong: [[bgp("peers"), ["toString"]]],
    path: peer(0),
  },
  { code: "bgp-peer-not-router", wrong: [[bgp("peers"), ["node1"]]], path: peer(0) },
  {
    code: "bgp-peer-without-asn",
    wrong: [[bgp("peers"), ["exit"]]],
    path: peer(0),
    right: [
      [bgp("peers"), ["exit"]],
      [asn("exit"), 64520],
    ],
  },
  { code: "bgp-peer-duplicate", wrong: [[bgp("peers"), ["router", "router"]]], path: peer(1) },
  {
    code: "bgp-peer-unreachable",
    wrong: [
      [["machines", "router", "ip"], "fd00::1"],
      [["network", "gateway"], "exit"],
    ],
    path: peer(0),
    right: [
      [
        ["machines", "router", "ip"],
        ["fd00::1", "10.0.0.1"],
      ],
    ],
  },
  {
    code: "bgp-peer-distant",
    wrong: [
      [["machines", "router", "ip"], "10.9.0.1"],
      [["network", "gateway"], "exit"],
    ],
    path: peer(0),
    right: [
      [["machines", "router", "ip"], "10.9.0.1"],
      [["network", "gateway"], "exit"],
      [bgp("multihop"), true],
    ],
  },
  {
    code: "bgp-peer-distant",
    title: "not within one AS",
    wrong: [
      [["machines", "router", "ip"], "10.9.0.1"],
      [["network", "gateway"], "exit"],
    ],
    path: peer(0),
    right: [
      [["machines", "router", "ip"], "10.9.0.1"],
      [["network", "gateway"], "exit"],
      [asn("router"), 64513],
    ],
  },
  {
    code: "bgp-timers",
    title: "too short for the keepalive",
    wrong: [[bgp("holdTime"), 29]],
    path: bgp("holdTime"),
    right: [[bgp("holdTime"), 30]],
  },
  {
    code: "bgp-timers",
    title: "below three seconds",
    wrong: [
      [bgp("holdTime"), 2],
      [bgp("keepalive"), 0.5],
    ],
    path: bgp("holdTime"),
    right: [
      [bgp("holdTime"), 3],
      [bgp("keepalive"), 1],
    ],
  },
  {
    code: "bgp-timers",
    title: "the keepalive alone",
    wrong: [[bgp("keepalive"), 11]],
    path: bgp("keepalive"),
    right: [[bgp("keepalive"), 9]],
  },
  {
    code: "asn-invalid",
    title: "documentation",
    wrong: [[bgp("asn"), 64500]],
    path: bgp("asn"),
    right: [[bgp("asn"), 64512]],
  },
  { code: "asn-invalid", title: "zero", wrong: [[asn("router"), 0]], path: asn("router") },
  {
    code: "asn-invalid",
    title: "AS_TRANS",
    wrong: [[asn("router"), 23456]],
    path: asn("router"),
    right: [[asn("router"), 23457]],
  },
  {
    code: "asn-invalid",
    title: "the last one",
    wrong: [[asn("exit"), 4294967295]],
    path: asn("exit"),
    right: [[asn("exit"), 4294967294]],
  },
  ...[
    [65535, 65534],
    [65551, 65552],
    [4294967296, 4200000000],
    [-1, 1],
  ].map(
    ([wrong, right]): FindingCase => ({
      code: "asn-invalid",
      title: `${wrong}`,
      wrong: [[asn("router"), wrong]],
      path: asn("router"),
      right: [[asn("router"), right]],
    }),
  ),
  {
    code: "bgp-timers",
    title: "beyond 16 bits",
    wrong: [[bgp("holdTime"), 65536]],
    path: bgp("holdTime"),
    right: [[bgp("holdTime"), 65535]],
  },
  { code: "asn-invalid", title: "a fraction", wrong: [[bgp("asn"), 64513.5]], path: bgp("asn") },
  {
    code: "asn-public",
    wrong: [[bgp("asn"), 3320]],
    path: bgp("asn"),
    right: [
      [bgp("asn"), 4200000000],
      [asn("router"), 3320],
    ],
  },
  {
    code: "arp-timers",
    title: "the lease is too short",
    base: "arp",
    wrong: [[bgp("leaseDuration"), 10]],
    path: bgp("leaseDuration"),
    right: [[bgp("leaseDuration"), 11]],
  },
  {
    code: "arp-timers",
    title: "retried too seldom",
    base: "arp",
    wrong: [[bgp("retryPeriod"), 10]],
    path: bgp("retryPeriod"),
    right: [[bgp("retryPeriod"), 9]],
  },
  {
    code: "arp-timers",
    title: "a fraction",
    base: "arp",
    wrong: [[bgp("renewDeadline"), 9.5]],
    path: bgp("renewDeadline"),
    right: [[bgp("renewDeadline"), 9]],
  },
  {
    code: "bgp-peer-not-router",
    title: "where no router has an asn",
    wrong: [
      [bgp("peers"), ["node1"]],
      [asn("router"), undefined],
    ],
    path: peer(0),
  },
  {
    code: "bgp-peer-unknown",
    title: "where no router has an asn",
    wrong: [
      [bgp("peers"), ["other"]],
      [asn("router"), undefined],
    ],
    path: peer(0),
  },
  {
    code: "bgp-timers",
    title: "no keepalive",
    wrong: [[bgp("keepalive"), 0]],
    path: bgp("keepalive"),
    right: [[bgp("keepalive"), 1]],
  },
  { code: "wrong-type", title: "the asn", wrong: [[bgp("asn"), "64513"]], path: bgp("asn") },
];
