import type { FindingCase } from "../testing/finding-case.ts";

const labels = ["machines", "node1", "labels"];
const taints = ["machines", "node1", "taints"];
const label = (key: string, value = ""): FindingCase["wrong"] => [[labels, { [key]: value }]];
const taint = (key: string, value = ""): FindingCase["wrong"] => [
  [taints, [{ key, value, effect: "NoSchedule" }]],
];

export const LABELS: readonly FindingCase[] = [
  {
    code: "label-invalid",
    title: "a key with a space",
    wrong: label("a b"),
    path: [...labels, "a b"],
    right: label("a-b"),
  },
  {
    code: "label-invalid",
    title: "a key with two slashes",
    wrong: label("a/b/c"),
    path: [...labels, "a/b/c"],
    right: label("a.example/b"),
  },
  {
    code: "label-invalid",
    title: "a prefix that is no DNS name",
    wrong: label("a_b/c"),
    path: [...labels, "a_b/c"],
    right: label("a-b/c"),
  },
  {
    code: "label-invalid",
    title: "nothing behind its slash",
    wrong: label("a.example/"),
    path: [...labels, "a.example/"],
    right: label("a.example/0"),
  },
  {
    code: "label-invalid",
    title: "a long value",
    wrong: label("a", "x".repeat(64)),
    path: [...labels, "a"],
    right: label("a", "x".repeat(63)),
  },
  {
    code: "label-invalid",
    title: "a value that ends the list",
    wrong: label("a", "b,c=d"),
    path: [...labels, "a"],
    right: label("a", "b.c_d"),
  },
  {
    code: "label-reserved",
    wrong: label("kubernetes.io/hostname", "x"),
    path: [...labels, "kubernetes.io/hostname"],
    right: label("topology.kubernetes.io/zone", "x"),
  },
  {
    code: "label-reserved",
    title: "the control plane's",
    wrong: label("node-role.kubernetes.io/control-plane"),
    path: [...labels, "node-role.kubernetes.io/control-plane"],
    right: label("node-role.kubernetes.io/ingress"),
  },
  ...["beta.kubernetes.io/os", "kubernetes.io/arch", "node-role.kubernetes.io/master"].map(
    (key): FindingCase => ({
      code: "label-reserved",
      title: key,
      wrong: label(key, "x"),
      path: [...labels, key],
      right: label(`${key}x`, "x"),
    }),
  ),
  {
    code: "label-reserved",
    title: "and one that only ends like it",
    wrong: label("kubernetes.io/os", "x"),
    path: [...labels, "kubernetes.io/os"],
    right: label("my.kubernetes.io/os", "x"),
  },
  { code: "taint-invalid", wrong: taint("a b"), path: [...taints, 0], right: taint("a.example/b") },
  {
    code: "taint-invalid",
    title: "a value",
    wrong: taint("a", "-"),
    path: [...taints, 0],
    right: taint("a", "0"),
  },
  {
    code: "taint-duplicate",
    wrong: [
      [
        taints,
        [
          { key: "a", effect: "NoSchedule" },
          { key: "a", value: "b", effect: "NoSchedule" },
        ],
      ],
    ],
    path: [...taints, 1],
    right: [
      [
        taints,
        [
          { key: "a", effect: "NoSchedule" },
          { key: "a", value: "b", effect: "NoExecute" },
        ],
      ],
    ],
  },
  {
    code: "field-without-effect",
    base: "arp",
    wrong: [[["machines", "etcd1", "labels"], { a: "b" }]],
    path: ["machines", "etcd1", "labels"],
    right: [[["machines", "worker1", "labels"], { a: "b" }]],
  },
  {
    code: "label-invalid",
    title: "a prefix in upper case",
    wrong: label("A.b/C"),
    path: [...labels, "A.b/C"],
    right: label("A_b"),
  },
];
