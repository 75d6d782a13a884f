import type { Change } from "../testing/definitions.ts";
import type { FindingCase } from "../testing/finding-case.ts";

const k3s = (fields: Readonly<Record<string, unknown>> = {}): Change => [
  ["distribution"],
  { kind: "k3s", ...fields },
];
const noVip: readonly Change[] = [
  [["kubeMaster", "ip"], undefined],
  [["kubeMaster", "loadBalancer"], { kind: "none" }],
];
const wireguard: Change = [["network", "cni"], { kind: "flannel", backend: "wireguard-native" }];
const mirror = (registry: string, endpoint: string, rewrite?: Readonly<Record<string, string>>): Change =>
  k3s({ mirrors: { [registry]: { endpoints: [endpoint], ...(rewrite === undefined ? {} : { rewrite }) } } });
const GOOD = "https://mirror.lan:5000/v2";
const label = (key: string): Change => [["machines", "node1", "labels"], { [key]: "true" }];

/** Of one distribution alone, or not of one. */
export const DISTRIBUTION: readonly FindingCase[] = [
  {
    code: "vip-missing",
    wrong: noVip,
    path: ["kubeMaster", "loadBalancer"],
    right: [k3s(), ...noVip],
  },
  {
    code: "vip-not-carried",
    wrong: [k3s(), [["kubeMaster", "loadBalancer"], { kind: "none" }]],
    path: ["kubeMaster", "ip"],
    right: [k3s(), ...noVip],
  },
  {
    code: "vip-not-carried",
    title: "one that is no address, either",
    wrong: [k3s(), [["kubeMaster"], { ip: "10.0.0.x", loadBalancer: { kind: "none" } }]],
    path: ["kubeMaster", "ip"],
    also: ["address-invalid"],
    right: [k3s()],
  },
  {
    code: "k3s-adopted-vip",
    wrong: [k3s({ authorities: "adopted" })],
    path: ["kubeMaster", "ip"],
    right: [k3s({ authorities: "adopted" }), ...noVip],
  },
  {
    code: "flannel-backend-unsupported",
    wrong: [wireguard],
    path: ["network", "cni", "backend"],
    right: [wireguard, k3s()],
  },
  // Which distribution is meant is known by its kind, whatever else is wrong with it; by none, nothing follows.
  {
    code: "unknown-field",
    title: "of k3s, with what only k3s has",
    wrong: [wireguard, ...noVip, k3s({ channel: "stable" })],
    path: ["distribution", "channel"],
    right: [wireguard, ...noVip, k3s()],
  },
  {
    code: "value-not-allowed",
    title: "a distribution, with what only one has",
    wrong: [wireguard, ...noVip, [["distribution"], { kind: "k3d" }]],
    path: ["distribution", "kind"],
    right: [wireguard, ...noVip, k3s()],
  },
  {
    code: "wrong-type",
    title: "a distribution that is a text",
    wrong: [wireguard, [["kubeMaster", "port"], 6444], [["distribution"], "k3s"]],
    path: ["distribution"],
    right: [wireguard, [["kubeMaster", "port"], 6445], k3s()],
  },
  {
    code: "value-not-allowed",
    title: "a part left out that there is not, beside its port",
    wrong: [k3s({ disable: ["traefic"] }), [["kubeMaster", "port"], 443]],
    path: ["distribution", "disable", 0],
    right: [k3s({ disable: ["traefik"] }), [["kubeMaster", "port"], 443]],
  },
  {
    code: "k3s-snapshots-invalid",
    title: "beside what could not be read",
    wrong: [k3s({ airgap: "yes", snapshots: { keep: -1 } })],
    path: ["distribution", "snapshots", "keep"],
    also: ["wrong-type"],
    right: [k3s({ airgap: true })],
  },
  ...["etcd", "kubernetes"].map(
    (service): FindingCase => ({
      code: "k3s-server-services",
      title: `${service} alone`,
      wrong: [
        k3s(),
        [["machines", "worker1", "services"], [service]],
        ...(service === "etcd" ? ([[["machines", "node1", "services"], ["worker"]]] as const) : []),
      ],
      path: ["machines", "worker1", "services"],
      right: [k3s()],
    }),
  ),
  ...["node-role.kubernetes.io/etcd", "node.kubernetes.io/instance-type"].map(
    (key): FindingCase => ({
      code: "label-reserved",
      title: `k3s' ${key}`,
      wrong: [k3s(), label(key)],
      path: ["machines", "node1", "labels", key],
      right: [label(key)],
    }),
  ),
  ...[
    [6444, 6444],
    [2380, 2380],
  ].map(
    ([port]): FindingCase => ({
      code: "port-conflict",
      title: `k3s' port ${port}`,
      wrong: [k3s(), [["ssh"], { port }]],
      path: ["ssh", "port"],
      right: [k3s(), [["ssh"], { port: 2222 }]],
    }),
  ),
  ...(["kubeMaster", "ssh"] as const).map(
    (of): FindingCase => ({
      code: "port-conflict",
      title: `of ${of} with Traefik`,
      wrong: [k3s(), [[of, "port"], 443]],
      path: [of, "port"],
      right: [k3s({ disable: ["servicelb"] }), [[of, "port"], 443]],
    }),
  ),
  {
    code: "port-conflict",
    title: "of the apiserver behind the API with sshd",
    wrong: [k3s(), [["kubeMaster", "port"], 8443], [["ssh"], { port: 8444 }]],
    path: ["kubeMaster", "port"],
    right: [k3s(), [["kubeMaster", "port"], 8443], [["ssh"], { port: 8445 }]],
  },
  {
    code: "port-conflict",
    title: "of the apiserver behind the API with etcd",
    wrong: [k3s(), [["kubeMaster", "port"], 2378]],
    path: ["kubeMaster", "port"],
    right: [[["kubeMaster", "port"], 2378]],
  },
  {
    code: "service-network-size",
    title: "IPv6 for k3s",
    base: "dual",
    wrong: [
      k3s(),
      [
        ["network", "services"],
        ["10.96.0.0/16", "fd00:2::/110"],
      ],
    ],
    path: ["network", "services", 1],
    right: [
      [
        ["network", "services"],
        ["10.96.0.0/16", "fd00:2::/110"],
      ],
    ],
  },
  ...["docker.io/library", "https://docker.io", "docker.io:0", "docker.io:99999", "**", "a:1:2"].map(
    (registry): FindingCase => ({
      code: "k3s-mirror-invalid",
      title: `of ${registry}`,
      wrong: [mirror(registry, GOOD)],
      path: ["distribution", "mirrors", registry],
      right: [mirror("registry.lan:5000", GOOD)],
    }),
  ),
  ...["mirror.lan", "ftp://mirror.lan", "https://", "https://a b", "https://user:secret@mirror.lan"].map(
    (endpoint): FindingCase => ({
      code: "k3s-mirror-invalid",
      title: `at ${endpoint}`,
      wrong: [mirror("*", endpoint)],
      path: ["distribution", "mirrors", "*", "endpoints", 0],
      right: [mirror("*", "http://10.0.0.5:5000")],
    }),
  ),
  {
    code: "k3s-mirror-invalid",
    title: "a name with a space for another",
    wrong: [mirror("*", GOOD, { "^library/(.*)": "a b" })],
    path: ["distribution", "mirrors", "*", "rewrite", "^library/(.*)"],
    right: [mirror("*", GOOD, { "^library/(.*)": "hub/$1" })],
  },
  ...["(", "a(?=b)", "(?<!a)b", "(a)\\1"].map(
    (pattern): FindingCase => ({
      code: "k3s-mirror-invalid",
      title: `the pattern ${pattern}`,
      wrong: [mirror("*", GOOD, { [pattern]: "hub" })],
      path: ["distribution", "mirrors", "*", "rewrite", pattern],
      right: [mirror("*", GOOD, { "^(?:library|hub)/(\\w+)$": "hub/$1" })],
    }),
  ),
  {
    code: "empty-list",
    title: "endpoints of a mirror",
    wrong: [k3s({ mirrors: { "*": { endpoints: [] } } })],
    path: ["distribution", "mirrors", "*", "endpoints"],
  },
  ...["*", "docker.io/library", "https://registry.lan", "me:secret@registry.lan", "../authorities"].map(
    (registry): FindingCase => ({
      code: "k3s-login-invalid",
      title: `of ${registry}`,
      wrong: [k3s({ logins: ["ghcr.io", registry] })],
      path: ["distribution", "logins", 1],
      right: [k3s({ logins: ["ghcr.io", "registry.lan:5000"] })],
    }),
  ),
  {
    code: "k3s-login-invalid",
    title: "one that is named twice",
    wrong: [k3s({ logins: ["ghcr.io", "ghcr.io"] })],
    path: ["distribution", "logins", 1],
    right: [k3s({ logins: ["ghcr.io", "docker.io"] })],
  },
  {
    code: "k3s-snapshots-invalid",
    wrong: [k3s({ snapshots: { schedule: "every day" } })],
    path: ["distribution", "snapshots", "schedule"],
    right: [k3s({ snapshots: { schedule: "@every 6h" } })],
  },
  ...[-1, 0.5].map(
    (keep): FindingCase => ({
      code: "k3s-snapshots-invalid",
      title: `${keep} of them`,
      wrong: [k3s({ snapshots: { keep } })],
      path: ["distribution", "snapshots", "keep"],
      right: [k3s({ snapshots: { keep: 0 } })],
    }),
  ),
  {
    code: "k3s-kubelet-invalid",
    wrong: [k3s({ kubelet: { clusterDNS: ["10.0.0.1"] } })],
    path: ["distribution", "kubelet", "clusterDNS"],
    right: [k3s({ kubelet: { maxPods: 200, evictionHard: { "memory.available": "100Mi" } } })],
  },
  {
    code: "k3s-kubelet-invalid",
    title: "a flag",
    wrong: [k3s({ kubelet: { "max-pods": 200 } })],
    path: ["distribution", "kubelet", "max-pods"],
    right: [k3s({ kubelet: { maxPods: 200 } })],
  },
  {
    code: "k3s-kubelet-invalid",
    title: "misspelt",
    wrong: [k3s({ kubelet: { maxPod: 200 } })],
    path: ["distribution", "kubelet", "maxPod"],
    right: [k3s({ kubelet: { maxPods: 200 } })],
  },
  ...(
    [
      ["maxPods", "200", 200],
      ["maxPods", -5, 0],
      ["maxPods", 1.5, 110],
      ["podPidsLimit", true, -1],
      ["failSwapOn", "no", false],
      ["memoryThrottlingFactor", "0.9", 0.9],
      ["shutdownGracePeriod", "30 s", "1m30s"],
      ["shutdownGracePeriod", 30, "0"],
      ["cpuManagerPolicy", 1, "static"],
      ["allowedUnsafeSysctls", "kernel.msg*", ["kernel.msg*"]],
      ["evictionHard", { "memory.available": 5 }, { "memory.available": "5%" }],
      ["featureGates", { NodeSwap: "true" }, { NodeSwap: true }],
      ["reservedMemory", {}, [{ numaNode: 0, limits: { memory: "1Gi" } }]],
      ["memorySwap", "LimitedSwap", { swapBehavior: "LimitedSwap" }],
    ] as const
  ).map(
    ([field, wrong, right]): FindingCase => ({
      code: "k3s-kubelet-invalid",
      title: `${field}: ${JSON.stringify(wrong)}`,
      wrong: [k3s({ kubelet: { [field]: wrong } })],
      path: ["distribution", "kubelet", field],
      right: [k3s({ kubelet: { [field]: right } })],
    }),
  ),
  {
    code: "not-plain-data",
    title: "a kubelet's field",
    wrong: [k3s({ kubelet: { maxPods: Number.NaN } })],
    path: ["distribution", "kubelet", "maxPods"],
    right: [k3s()],
  },
  {
    code: "value-not-allowed",
    title: "a version of k3s that nixpkgs does not have",
    wrong: [k3s({ version: "1.32" })],
    path: ["distribution", "version"],
    right: [k3s({ version: "1.36" })],
  },
  {
    code: "value-not-allowed",
    title: "a part of k3s that there is not",
    wrong: [k3s({ disable: ["traefik", "ingress"] })],
    path: ["distribution", "disable", 1],
    right: [k3s({ disable: ["traefik", "servicelb"] })],
  },
  {
    code: "unknown-field",
    title: "of k3s",
    wrong: [k3s({ channel: "stable" })],
    path: ["distribution", "channel"],
  },
];
