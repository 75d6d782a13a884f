import { SPECS } from "../testing/definitions.ts";
import type { FindingCase } from "../testing/finding-case.ts";

const machines = SPECS.bgp["machines"] as Record<string, unknown>;
const node3 = machines["node3"];
const router = (ip: string) => ({ kind: "router", ip });
const renamed = (name: string) =>
  [
    [["machines", "node3"], undefined],
    [["machines", name], node3],
  ] as const;

/** A DNS name of that length. */
const longName = (length: number) => "abcdefg.".repeat(32).slice(0, length).replace(/\.$/, "x");

export const NAMES: readonly FindingCase[] = [
  {
    code: "cluster-name-invalid",
    wrong: [[["name"], "Home"]],
    path: ["name"],
    right: [[["name"], "home-2"]],
  },
  {
    code: "cluster-name-invalid",
    title: "a dot",
    wrong: [[["name"], "a.b"]],
    path: ["name"],
    right: [[["name"], "a-b"]],
  },
  {
    code: "cluster-name-invalid",
    title: "64 characters",
    wrong: [[["name"], "a".repeat(64)]],
    path: ["name"],
    right: [[["name"], "a".repeat(63)]],
  },
  {
    code: "cluster-name-invalid",
    title: "a newline at the end",
    wrong: [[["name"], "home\n"]],
    path: ["name"],
  },
  {
    code: "machine-name-invalid",
    title: "an underscore",
    wrong: renamed("node_3"),
    path: ["machines", "node_3"],
    right: renamed("node-3"),
  },
  {
    code: "machine-name-invalid",
    title: "upper case",
    wrong: renamed("Node3"),
    path: ["machines", "Node3"],
    right: renamed("3node"),
  },
  {
    code: "machine-name-invalid",
    title: "empty",
    wrong: renamed(""),
    path: ["machines", ""],
    right: renamed("x"),
  },
  {
    code: "machine-name-invalid",
    title: "of a router, an underscore",
    wrong: [[["machines", "Edge_Router"], router("10.0.0.3")]],
    path: ["machines", "Edge_Router"],
    right: [
      [["machines", "router"], undefined],
      [["machines", "Router"], machines["router"]],
      [["network", "gateway"], "Router"],
      [["kubeMaster", "loadBalancer", "peers"], ["Router"]],
    ],
  },
  {
    code: "machine-name-reserved",
    wrong: renamed("localhost"),
    path: ["machines", "localhost"],
    right: renamed("localhost1"),
  },
  {
    code: "machine-name-reserved",
    wrong: renamed("kubernetes"),
    path: ["machines", "kubernetes"],
    right: renamed("constructor"),
  },
  {
    code: "machine-name-reserved",
    title: "of a router, in upper case",
    wrong: [[["machines", "Localhost"], router("10.0.0.3")]],
    path: ["machines", "Localhost"],
    right: [[["machines", "Router"], router("10.0.0.3")]],
  },
  {
    code: "domain-invalid",
    wrong: [[["network", "domain"], "cluster..local"]],
    path: ["network", "domain"],
    right: [[["network", "domain"], "k8s.example.com"]],
  },
  {
    code: "domain-invalid",
    title: "an address",
    wrong: [[["network", "domain"], "10.0.0.1"]],
    path: ["network", "domain"],
    right: [[["network", "domain"], "cluster"]],
  },
  {
    code: "dns-name-invalid",
    wrong: [[["kubeMaster", "dnsName"], "k8s home"]],
    path: ["kubeMaster", "dnsName"],
    right: [[["kubeMaster", "dnsName"], "k8s.home.example"]],
  },
  {
    code: "dns-name-invalid",
    title: "an address for a name",
    wrong: [[["kubeMaster", "dnsName"], "10.0.0.100"]],
    path: ["kubeMaster", "dnsName"],
    right: [[["kubeMaster", "dnsName"], "ip-10-0-0-100"]],
  },
  {
    code: "dns-name-invalid",
    title: "neither name nor address",
    wrong: [
      [
        ["kubeMaster", "extraSans"],
        ["api.example", "10.0.0.300"],
      ],
    ],
    path: ["kubeMaster", "extraSans", 1],
    right: [
      [
        ["kubeMaster", "extraSans"],
        ["*.example.com", "10.0.0.30", "fd00::1"],
      ],
    ],
  },
  {
    code: "state-version-invalid",
    wrong: [[["stateVersion"], "26.5"]],
    path: ["stateVersion"],
    right: [[["stateVersion"], "25.11"]],
  },
  {
    code: "domain-invalid",
    title: "254 characters",
    wrong: [[["network", "domain"], longName(254)]],
    path: ["network", "domain"],
    right: [[["network", "domain"], longName(253)]],
  },
  {
    code: "domain-invalid",
    title: "digits alone",
    wrong: [[["network", "domain"], "10"]],
    path: ["network", "domain"],
    right: [[["network", "domain"], "k8s.1home.example"]],
  },
  {
    code: "dns-name-invalid",
    title: "of two letters",
    wrong: [[["kubeMaster", "extraSans"], ["k_"]]],
    path: ["kubeMaster", "extraSans", 0],
    right: [[["kubeMaster", "extraSans"], ["k8"]]],
  },
  ...["226.05", "26.05.1"].map(
    (release): FindingCase => ({
      code: "state-version-invalid",
      title: release,
      wrong: [[["stateVersion"], release]],
      path: ["stateVersion"],
      right: [[["stateVersion"], "26.11"]],
    }),
  ),
];
