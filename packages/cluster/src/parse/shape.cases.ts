import type { FindingCase } from "../testing/finding-case.ts";

const node1 = (field: string) => ["machines", "node1", field];

/** What the compiler checks, as a cast or plain JavaScript gets it past the compiler. */
export const SHAPE: readonly FindingCase[] = [
  { code: "missing-field", wrong: [[node1("disk"), undefined]], path: node1("disk") },
  { code: "missing-field", title: "a union", wrong: [[node1("ip"), undefined]], path: node1("ip") },
  {
    code: "missing-field",
    title: "the load balancer",
    wrong: [[["kubeMaster", "loadBalancer"], undefined]],
    path: ["kubeMaster", "loadBalancer"],
  },
  ...["name", "kubeMaster", "network", "machines"].map(
    (field): FindingCase => ({
      code: "missing-field",
      title: field,
      wrong: [[[field], undefined]],
      path: [field],
    }),
  ),
  {
    code: "missing-field",
    title: "in a list",
    wrong: [[node1("taints"), [{ key: "a" }]]],
    path: [...node1("taints"), 0, "effect"],
    right: [[node1("taints"), [{ key: "a", effect: "NoExecute" }]]],
  },
  {
    code: "unknown-field",
    title: "of a router",
    wrong: [[["machines", "exit", "services"], ["etcd"]]],
    path: ["machines", "exit", "services"],
  },
  { code: "unknown-field", title: "of a node", wrong: [[node1("asn"), 64512]], path: node1("asn") },
  { code: "unknown-field", title: "of the cluster", wrong: [[["nodes"], {}]], path: ["nodes"] },
  {
    code: "unknown-field",
    title: "of a load balancer of the other kind",
    wrong: [[["kubeMaster", "loadBalancer", "leaseDuration"], 15]],
    path: ["kubeMaster", "loadBalancer", "leaseDuration"],
    right: [[["kubeMaster", "loadBalancer", "keepalive"], 5]],
  },
  {
    code: "unknown-field",
    title: "deep",
    wrong: [[["ssh"], { keys: [] }]],
    path: ["ssh", "keys"],
    right: [[["ssh"], { authorizedKeys: [] }]],
  },
  {
    code: "unknown-field",
    title: "that every object has",
    wrong: [[node1("constructor"), "x"]],
    path: node1("constructor"),
  },
  {
    code: "wrong-type",
    title: "a text for a number",
    wrong: [[["kubeMaster", "port"], "6443"]],
    path: ["kubeMaster", "port"],
    right: [[["kubeMaster", "port"], 6443]],
  },
  { code: "wrong-type", title: "null", wrong: [[node1("interface"), null]], path: node1("interface") },
  {
    code: "wrong-type",
    title: "three addresses",
    wrong: [[node1("ip"), ["10.0.0.11", "fd00::11", "fd00::12"]]],
    path: node1("ip"),
  },
  { code: "wrong-type", title: "a list for a set", wrong: [[["network"], []]], path: ["network"] },
  {
    code: "wrong-type",
    title: "a machine that node() did not make",
    wrong: [[["machines", "node1", "kind"], "nod"]],
    path: ["machines", "node1"],
  },
  {
    code: "wrong-type",
    title: "a load balancer that bgp() did not make",
    wrong: [[["kubeMaster", "loadBalancer", "kind"], "ospf"]],
    path: ["kubeMaster", "loadBalancer"],
  },
  {
    code: "wrong-type",
    title: "not a number",
    wrong: [[["ssh"], { port: Number.NaN }]],
    path: ["ssh", "port"],
    right: [[["ssh"], { port: 23 }]],
  },
  {
    code: "value-not-allowed",
    title: "a service",
    wrong: [[node1("services"), ["kubernetes", "etdc"]]],
    path: [...node1("services"), 1],
    right: [[node1("services"), ["kubernetes", "etcd"]]],
  },
  {
    code: "value-not-allowed",
    title: "a platform",
    wrong: [[node1("system"), "x86_64"]],
    path: node1("system"),
    right: [[node1("system"), "aarch64-linux"]],
  },
  {
    code: "value-not-allowed",
    title: "a distribution",
    wrong: [[["distribution"], { kind: "openshift" }]],
    path: ["distribution", "kind"],
    right: [[["distribution"], { kind: "kubernetes" }]],
  },
  {
    code: "value-not-allowed",
    title: "a CNI",
    wrong: [[["network", "cni"], { kind: "weave" }]],
    path: ["network", "cni", "kind"],
    right: [[["network", "cni"], { kind: "none" }]],
  },
  {
    code: "empty-list",
    title: "services",
    wrong: [[node1("services"), []]],
    path: node1("services"),
    right: [[node1("services"), ["worker", "kubernetes", "etcd"]]],
  },
  {
    code: "empty-list",
    title: "peers",
    wrong: [[["kubeMaster", "loadBalancer", "peers"], []]],
    path: ["kubeMaster", "loadBalancer", "peers"],
  },
];
