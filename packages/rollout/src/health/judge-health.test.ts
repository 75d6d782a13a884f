import { execFileSync } from "node:child_process";
import type { CephHealth, Health } from "@quorate/cluster";
import { describe, expect, it } from "vitest";
import { answersOf } from "../observe/answers.ts";
import { healthLines } from "./ask-health.ts";
import { complaintsOf } from "./judge-health.ts";

const CEPH: CephHealth = {
  namespace: "rook-ceph",
  required: false,
  tolerate: ["MON_CLOCK_SKEW", "RECENT_CRASH"],
};
const health = (ceph?: CephHealth): Health => ({ namespaces: ["default"], ceph, checks: [], within: 600 });
const complaints = (lines: readonly string[], ceph?: CephHealth) =>
  complaintsOf(health(ceph), answersOf(lines));

describe("workloads", () => {
  it.each<[string, string, readonly string[]]>([
    ["a DaemonSet that is on every node", "workload=daemonsets|default/agent|3|3|2|2", []],
    ["one without any node to be on", "workload=daemonsets|default/agent|0||1|1", []],
    [
      "one that is away on a node",
      "workload=daemonsets|default/agent|3|2|1|1",
      ["DaemonSet default/agent has 2 of 3 pods available"],
    ],
    [
      "one that is nowhere: the API leaves a zero out",
      "workload=daemonsets|default/agent|3||1|1",
      ["DaemonSet default/agent has 0 of 3 pods available"],
    ],
    ["a Deployment with all replicas", "workload=deployments|default/web|2|2|7|7", []],
    ["one that is scaled to nothing", "workload=deployments|default/web|0||7|7", []],
    [
      "one that lacks a replica",
      "workload=deployments|default/web|2|1|7|7",
      ["Deployment default/web has 1 of 2 pods available"],
    ],
    [
      "one whose change was not seen yet, whatever it has",
      "workload=deployments|default/web|2|2|8|7",
      ["Deployment default/web is being changed, and its controller has not seen that yet"],
    ],
    ["a namespace that is not there", "namespace-missing=defautl", ["there is no namespace defautl"]],
  ])("%s", (_, line, says) => {
    expect(complaints([line])).toEqual(says);
  });
});

const status = (word: string, checks: { readonly [code: string]: string } = {}) =>
  `ceph=${JSON.stringify({
    health: {
      status: word,
      checks: Object.fromEntries(
        Object.entries(checks).map(([code, message]) => [code, { severity: word, summary: { message } }]),
      ),
    },
    fsid: "x",
  })}`;

describe("Ceph", () => {
  it.each<[string, readonly string[], readonly string[]]>([
    ["that is well", [status("HEALTH_OK")], []],
    ["with a warning that is tolerated", [status("HEALTH_WARN", { MON_CLOCK_SKEW: "clock skew" })], []],
    ["with two of them", [status("HEALTH_WARN", { MON_CLOCK_SKEW: "a", RECENT_CRASH: "b" })], []],
    [
      "with another beside one",
      [status("HEALTH_WARN", { MON_CLOCK_SKEW: "a", OSD_DOWN: "1 osds down" })],
      ["Ceph is in HEALTH_WARN: OSD_DOWN (1 osds down)"],
    ],
    [
      "with an error, of whatever code",
      [status("HEALTH_ERR", { MON_CLOCK_SKEW: "a" })],
      ["Ceph is in HEALTH_ERR: MON_CLOCK_SKEW (a)"],
    ],
    ["that warns without a word", [status("HEALTH_WARN")], ["Ceph is in HEALTH_WARN"]],
    ["that does not answer", ["ceph-silent=124"], ["Ceph does not answer"]],
    ["that was not asked, for whatever reason", [], ["Ceph does not answer"]],
    ["that says something else", ["ceph=ok"], ["what Ceph says of itself can't be read"]],
    ["that says nothing of its health", ["ceph={}"], ["what Ceph says of itself can't be read"]],
    ["without Rook's toolbox", ["ceph-tools=none"], []],
  ])("%s", (_, lines, says) => {
    expect(complaints(lines, CEPH)).toEqual(says);
  });

  it("whose toolbox is not there is complained of where it was asked for, and not asked where it was not", () => {
    expect(complaints(["ceph-tools=none"], { ...CEPH, required: true })).toEqual([
      "Ceph was not asked: there is no Deployment rook-ceph-tools",
    ]);
    expect(complaints([])).toEqual([]);
  });
});

/** Runs the lines by a real shell, with a kubectl that says what is given for its words. */
function ask(given: Health, says: string): ReturnType<typeof answersOf> {
  const script = [`kube() { case "$*" in\n${says}\nesac; }`, ...healthLines(given)].join("\n");
  return answersOf(execFileSync("/bin/sh", ["-c", script], { encoding: "utf8" }).split("\n"));
}

describe("the script", () => {
  const WORKLOADS = [
    "'get namespace'*) echo namespace/default ;;",
    "'get daemonsets --namespace=default '*) echo 'workload=daemonsets|default/agent|3|2|1|1' ;;",
    "'get deployments --namespace=default '*) echo 'workload=deployments|default/web|1|1|1|1' ;;",
  ];

  it("asks for each kind of workload in each namespace, and says when it has asked for all", () => {
    const answers = ask(health(), WORKLOADS.join("\n"));
    expect(answers.last("health")).toBe("asked");
    expect(complaintsOf(health(), answers)).toEqual(["DaemonSet default/agent has 2 of 3 pods available"]);
  });

  it("tells a namespace that is not there from one that is empty", () => {
    expect(complaintsOf(health(), ask(health(), "*) ;;"))).toEqual(["there is no namespace default"]);
  });

  it("puts what Ceph says, in however many lines, into one", () => {
    const tools = [
      ...WORKLOADS,
      "'get deployment rook-ceph-tools'*) echo deployment.apps/rook-ceph-tools ;;",
      `exec*) printf '{"health":\\n{"status":"HEALTH_OK","checks":{}}}\\n' ;;`,
    ];
    const answers = ask(health(CEPH), tools.join("\n"));
    expect(JSON.parse(answers.last("ceph"))).toEqual({ health: { status: "HEALTH_OK", checks: {} } });
    const silent = ask(health(CEPH), tools.with(-1, "exec*) return 124 ;;").join("\n"));
    expect(complaintsOf(health(CEPH), silent)).toContain("Ceph does not answer");
    expect(ask(health(CEPH), WORKLOADS.concat("*) ;;").join("\n")).last("ceph-tools")).toBe("none");
  });

  it("is not well where the API does not answer half-way", () => {
    const broken = WORKLOADS.with(2, "'get deployments'*) return 1 ;;");
    expect(() => ask(health(), broken.join("\n"))).toThrow();
  });
});
