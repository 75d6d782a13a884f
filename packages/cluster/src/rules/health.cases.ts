import type { FindingCase } from "../testing/finding-case.ts";

const check = { name: "alerts", run: "true" };

/** What has to be well beside the nodes. */
export const HEALTH: readonly FindingCase[] = [
  {
    code: "health-invalid",
    title: "a namespace",
    wrong: [[["health"], { namespaces: ["default", "Rook Ceph"] }]],
    path: ["health", "namespaces", 1],
    right: [[["health"], { namespaces: ["default", "rook-ceph"] }]],
  },
  {
    code: "health-invalid",
    title: "Ceph's namespace",
    wrong: [[["health"], { ceph: { namespace: "-rook" } }]],
    path: ["health", "ceph", "namespace"],
    right: [[["health"], { ceph: { namespace: "rook" } }]],
  },
  {
    code: "health-invalid",
    title: "a warning of Ceph's",
    wrong: [[["health"], { ceph: { tolerate: ["clock skew"] } }]],
    path: ["health", "ceph", "tolerate", 0],
    right: [[["health"], { ceph: { tolerate: ["MON_CLOCK_SKEW"] } }]],
  },
  {
    code: "rollout-check-invalid",
    title: "of health",
    wrong: [[["health"], { checks: [{ ...check, on: "exit" }] }]],
    path: ["health", "checks", 0, "on"],
    right: [[["health"], { checks: [{ ...check, on: "node1" }] }]],
  },
  {
    code: "seconds-invalid",
    title: "of health",
    wrong: [[["health"], { within: 0 }]],
    path: ["health", "within"],
    right: [[["health"], { within: 1 }]],
  },
];
