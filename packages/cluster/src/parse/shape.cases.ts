import type { FindingCase } from "../testing/finding-case.ts";

/** Cases in which the field that is unknown is a needed one, misspelt. */
const MISSES: readonly string[] = ["of a window", "of a mirror", "of a question"];
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
  {
    code: "missing-field",
    title: "the load balancer, with the VIP outside",
    wrong: [
      [["kubeMaster", "loadBalancer"], undefined],
      [["kubeMaster", "ip"], "10.0.1.100"],
    ],
    path: ["kubeMaster", "loadBalancer"],
  },
  ...["subnet", "gateway", "nameservers"].map(
    (field): FindingCase => ({
      code: "missing-field",
      title: `of the network: ${field}`,
      wrong: [[["network", field], undefined]],
      path: ["network", field],
    }),
  ),
  {
    code: "missing-field",
    title: "the subnet, beside a pod network",
    wrong: [
      [["network", "subnet"], undefined],
      [["network", "pods"], "10.200.0.0/16"],
    ],
    path: ["network", "subnet"],
  },
  {
    code: "missing-field",
    title: "the VIP",
    wrong: [[["kubeMaster", "ip"], undefined]],
    path: ["kubeMaster", "ip"],
  },
  {
    code: "missing-field",
    title: "the interface",
    wrong: [[node1("interface"), undefined]],
    path: node1("interface"),
  },
  {
    code: "missing-field",
    title: "the services, beside labels",
    wrong: [
      [node1("services"), undefined],
      [node1("labels"), { a: "b" }],
    ],
    path: node1("services"),
  },
  { code: "wrong-type", title: "machines", wrong: [[["machines"], "node1"]], path: ["machines"] },
  {
    code: "wrong-type",
    title: "a number for one of some texts",
    wrong: [[node1("services"), ["etcd", 3]]],
    path: [...node1("services"), 1],
  },
  {
    code: "wrong-type",
    title: "a function",
    wrong: [[node1("interface"), () => "eth0"]],
    path: node1("interface"),
  },
  {
    code: "wrong-type",
    title: "a number for true or false",
    wrong: [[["allowEvenMembers"], 1]],
    path: ["allowEvenMembers"],
    right: [[["allowEvenMembers"], true]],
  },
  {
    code: "wrong-type",
    title: "a text for true or false",
    wrong: [[["encryptSecrets"], "no"]],
    path: ["encryptSecrets"],
    right: [[["encryptSecrets"], false]],
  },
  {
    code: "wrong-type",
    title: "a text for a list",
    wrong: [[["ssh"], { authorizedKeys: "x" }]],
    path: ["ssh", "authorizedKeys"],
  },
  {
    code: "wrong-type",
    title: "a text for names and values",
    wrong: [[node1("labels"), "a=b"]],
    path: node1("labels"),
  },
  ...(
    [
      [
        "a day of a window",
        "rollout",
        { window: { days: ["Sunday"], from: "22:00", to: "23:00" } },
        ["window", "days", 0],
      ],
      ["a window of several", "rollout", { window: [{ from: "22:00", to: 23 }] }, ["window", 0, "to"]],
      ["a window's end", "rollout", { window: { from: "22:00" } }, ["window", "to"]],
      ["what is no window", "rollout", { window: "22:00" }, ["window"]],
      ["nothing as a number of nodes", "rollout", { maxUnavailable: null }, ["maxUnavailable"]],
      ["what Ceph may say", "health", { ceph: { tolerate: "OSD_DOWN" } }, ["ceph", "tolerate"]],
      ["what is neither yes nor fields", "health", { ceph: 1 }, ["ceph"]],
    ] as const
  ).map(
    ([title, field, value, path]): FindingCase => ({
      code:
        title === "a day of a window"
          ? "value-not-allowed"
          : title === "a window's end"
            ? "missing-field"
            : "wrong-type",
      title,
      wrong: [[[field], value]],
      path: [field, ...path],
      right: [[[field], {}]],
    }),
  ),
  {
    code: "wrong-type",
    title: "an address of a pair",
    wrong: [[node1("ip"), ["10.0.0.11", 6]]],
    path: [...node1("ip"), 1],
  },
  {
    code: "wrong-type",
    title: "a function that was not called",
    wrong: [[["distribution"], () => "k3s"]],
    path: ["distribution"],
  },
  ...(
    [
      ["of a window", ["rollout"], { window: { from: "22:00", until: "23:00" } }, ["window", "until"]],
      [
        "of one of some windows",
        ["rollout"],
        { window: [{ from: "22:00", to: "1:00", day: [] }] },
        ["window", 0, "day"],
      ],
      [
        "of a mirror",
        ["distribution"],
        { kind: "k3s", mirrors: { "*": { endpoint: ["https://a.lan"] } } },
        ["mirrors", "*", "endpoint"],
      ],
      ["of pods' networks", ["network", "cni"], { kind: "flannel", backends: "vxlan" }, ["backends"]],
      ["of a question", ["health"], { checks: [{ name: "a", runs: "true" }] }, ["checks", 0, "runs"]],
    ] as const
  ).map(
    ([title, field, value, path]): FindingCase => ({
      code: "unknown-field",
      title,
      wrong: [[field, value]],
      path: [...field, ...path],
      also: MISSES.includes(title) ? ["missing-field"] : [],
    }),
  ),
];
