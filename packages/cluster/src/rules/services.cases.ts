import { SPECS } from "../testing/definitions.ts";
import type { FindingCase } from "../testing/finding-case.ts";

const machines = SPECS.bgp["machines"] as Record<string, Record<string, unknown>>;
const services = (machine: string) => ["machines", machine, "services"];
const members = (count: number) =>
  [
    ["machines"],
    Object.fromEntries([
      ["router", machines["router"]],
      ...Array.from({ length: count }, (_, index) => [
        `node${index}`,
        { ...machines["node1"], ip: `10.0.0.${index + 11}` },
      ]),
    ]),
  ] as const;
const onlyRouter = [["machines"], { router: machines["router"] }] as const;

export const SERVICES: readonly FindingCase[] = [
  { code: "no-nodes", wrong: [onlyRouter], path: ["machines"], right: [members(1)] },
  {
    code: "no-control-plane",
    base: "arp",
    wrong: [
      [services("master1"), ["worker"]],
      [services("master2"), ["worker"]],
    ],
    path: ["machines"],
    right: [[services("master1"), ["kubernetes", "worker"]]],
  },
  {
    code: "control-plane-single",
    base: "arp",
    wrong: [[services("master2"), ["worker"]]],
    path: ["machines"],
  },
  {
    code: "etcd-none",
    wrong: ["node1", "node2", "node3"].map((name) => [services(name), ["kubernetes"]] as const),
    path: ["machines"],
    right: [[services("worker1"), ["worker"]]],
  },
  { code: "etcd-even", wrong: [members(2)], path: ["machines"], right: [members(3)] },
  { code: "etcd-even", title: "four", wrong: [members(4)], path: ["machines"], right: [members(5)] },
  {
    code: "etcd-even-allowed",
    wrong: [members(2), [["allowEvenMembers"], true]],
    path: ["machines"],
    right: [members(3), [["allowEvenMembers"], true]],
  },
  {
    code: "etcd-even-allowed",
    title: "four",
    wrong: [members(4), [["allowEvenMembers"], true]],
    path: ["machines"],
  },
  {
    code: "etcd-even",
    title: "four that nobody allows",
    wrong: [members(4), [["allowEvenMembers"], false]],
    path: ["machines"],
  },
  {
    code: "etcd-too-many",
    title: "an even number",
    wrong: [members(10), [["allowEvenMembers"], true]],
    path: ["machines"],
  },
  { code: "etcd-too-many", wrong: [members(11)], path: ["machines"], right: [members(9)] },
  {
    code: "etcd-single",
    wrong: ["node2", "node3"].map((name) => [services(name), ["kubernetes"]] as const),
    path: ["machines"],
    right: [members(1)],
  },
  {
    code: "service-duplicate",
    wrong: [[services("node1"), ["etcd", "kubernetes", "etcd"]]],
    path: [...services("node1"), 2],
    right: [[services("node1"), ["worker", "etcd", "kubernetes"]]],
  },
  {
    code: "nothing-schedulable",
    wrong: [[["machines", "worker1", "schedulable"], false]],
    path: ["machines"],
    right: [
      [["machines", "worker1", "schedulable"], false],
      [["machines", "node1", "schedulable"], true],
    ],
  },
  {
    code: "nothing-schedulable",
    title: "beside etcd on machines of its own",
    base: "arp",
    wrong: ["master1", "master2", "worker1"].map((name) => [["machines", name, "schedulable"], false]),
    path: ["machines"],
  },
];
