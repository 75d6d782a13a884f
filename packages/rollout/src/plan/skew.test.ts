import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { BuiltVersions, DesiredNode } from "../desired.ts";
import { NO_FACTS } from "../observe/host-facts.ts";
import { known } from "../observe/known.ts";
import type { Observation } from "../observe/observation.ts";
import {
  TEST_STATUS,
  testCluster,
  testDesired,
  testEtcd,
  testInstalled,
  testNodeObject,
} from "../testing/observations.ts";
import { refuseVersions } from "./skew.ts";
import { ladder, minorsBetween, parseVersion, type Version } from "./version.ts";

// db1, db2 and master1 are members; master1 and master2 have apiservers; worker1 has a kubelet alone.
const cluster = testCluster();
const all = testDesired(cluster);
type Name = "db1" | "db2" | "master1" | "master2" | "worker1";
const MEMBERS: readonly string[] = ["db1", "db2", "master1"];

/** What runs: etcd on each member, apiservers, and the kubelet of the worker. */
interface Runs {
  readonly etcd?: string;
  readonly etcdOf?: { readonly [name: string]: string | undefined };
  readonly api?: { readonly [N in "master1" | "master2"]?: string };
  /** Apiservers that do not answer: what their hosts' systems start. `null`: that is not known either. */
  readonly installed?: { readonly [N in "master1" | "master2"]?: string | null };
  readonly kubelet?: string;
  /** Hosts that nobody could ask. */
  readonly silent?: readonly Name[];
  readonly lists?: { readonly [name: string]: ReturnType<typeof testEtcd> };
}

function observed(runs: Runs): readonly Observation[] {
  const { etcd, api = {}, kubelet, silent = [], lists = {} } = runs;
  const nodes = [testNodeObject("worker1", { kubeletVersion: `v${kubelet}` })];
  return all.flatMap((one): readonly Observation[] => {
    const name = one.node.name as string;
    if (silent.includes(name as Name)) return [];
    const version = runs.etcdOf && name in runs.etcdOf ? runs.etcdOf[name] : etcd;
    const memberId = `a${MEMBERS.indexOf(name)}`;
    const apiserver = api[name as "master1" | "master2"];
    const program = runs.installed?.[name as "master1" | "master2"];
    const status =
      version === undefined ? NO_FACTS.etcd.status : known({ ...TEST_STATUS, memberId, version });
    const facts = {
      ...NO_FACTS,
      etcd: MEMBERS.includes(name) ? { ...NO_FACTS.etcd, status } : NO_FACTS.etcd,
      controlPlane: {
        ...NO_FACTS.controlPlane,
        version: apiserver === undefined ? NO_FACTS.controlPlane.version : known(`v${apiserver}`),
        installed:
          program === undefined || program === null ? NO_FACTS.controlPlane.installed : known(program),
      },
      api: { ...NO_FACTS.api, nodes: kubelet === undefined ? NO_FACTS.api.nodes : known(nodes) },
    };
    const secrets = program === undefined ? {} : { secrets: { "apiserver.crt": "a".repeat(64) } };
    return [
      testInstalled(one, { facts, ...secrets, ...(lists[name] === undefined ? {} : { etcd: lists[name] }) }),
    ];
  });
}

function desired(versions: { readonly [N in Name]?: BuiltVersions }): readonly DesiredNode[] {
  return all
    .filter(({ node }) => (node.name as string) in versions)
    .map((one) => ({ ...one, versions: versions[one.node.name as string as Name] ?? {} }));
}

const codes = (runs: Runs, versions: { readonly [N in Name]?: BuiltVersions }) =>
  refuseVersions(cluster, desired(versions), observed(runs)).map(({ code, where }) => `${code} ${where}`);
const etcd = (version: string) => ({ etcd: version });
const kubernetes = (version: string) => ({ kubernetes: version });
const everybody = (version: string) => ({
  master1: kubernetes(version),
  master2: kubernetes(version),
  worker1: kubernetes(version),
});

describe("etcd", () => {
  const lists = (db2: ReturnType<typeof testEtcd>) => ({ db2 });
  test.each<[string, Runs, { readonly [N in Name]?: BuiltVersions }, readonly string[]]>([
    ["stays", { etcd: "3.6.1" }, { db1: etcd("3.6.1") }, []],
    ["becomes a later patch, or an earlier one", { etcd: "3.6.5" }, { db1: etcd("3.6.1") }, []],
    ["becomes the next minor", { etcd: "3.4.30" }, { db1: etcd("3.5.26") }, []],
    ["leaves one out", { etcd: "3.4.30" }, { db1: etcd("3.6.1") }, ["version-skips db1"]],
    ["goes back", { etcd: "3.6.1" }, { db1: etcd("3.5.26") }, ["version-goes-back db1"]],
    ["becomes 3.6 from 3.5.26", { etcd: "3.5.26" }, { db1: etcd("3.6.1"), db2: etcd("3.6.1") }, []],
    ["becomes 3.6 too early", { etcd: "3.5.25" }, { db1: etcd("3.6.1") }, ["etcd-step-unsafe db1"]],
    [
      "becomes 3.6 while another is too old",
      { etcd: "3.5.26", etcdOf: { db2: "3.5.9" } },
      { db1: etcd("3.6.1") },
      ["etcd-step-unsafe db1"],
    ],
    [
      "becomes 3.6 while another can't be asked",
      { etcd: "3.5.26", silent: ["db2"] },
      { db1: etcd("3.6.1") },
      ["etcd-step-unsafe db1"],
    ],
    ["becomes 3.6 half-way", { etcd: "3.5.26", etcdOf: { db2: "3.6.1" } }, { db1: etcd("3.6.1") }, []],
    [
      "becomes 3.6 where lists differ",
      { etcd: "3.5.26", lists: lists(testEtcd({ db1: { id: "ff" } })) },
      { db1: etcd("3.6.1") },
      ["etcd-step-unsafe db1"],
    ],
    [
      "becomes 3.6 where somebody does not tell a list",
      { etcd: "3.5.26", lists: lists({ data: "yes", joining: false, membership: "unknown" }) },
      { db1: etcd("3.6.1") },
      ["etcd-step-unsafe db1"],
    ],
    [
      "becomes 3.6 where a list has nobody's id",
      {
        etcd: "3.5.26",
        lists: Object.fromEntries(MEMBERS.map((name) => [name, testEtcd({ master1: { id: "ff" } })])),
      },
      { db1: etcd("3.6.1") },
      ["etcd-step-unsafe db1"],
    ],
    ["tells no version of the data that are there", {}, { db1: etcd("3.6.1") }, ["etcd-step-unsafe db1"]],
    ["tells no version, and becomes none of 3.6", {}, { db1: etcd("3.5.30") }, []],
    [
      "has no data yet",
      { lists: { db1: { data: "no", joining: false, membership: "unknown" } } },
      { db1: etcd("3.6.1") },
      [],
    ],
    ["is on none of the targets", { etcd: "3.4.30" }, { worker1: etcd("3.6.1") }, []],
  ])("%s", (_, runs, versions, expected) => {
    expect(codes(runs, versions)).toEqual(expected);
  });

  test("says the ladder", () => {
    const [found] = refuseVersions(cluster, desired({ db1: etcd("3.6.1") }), observed({ etcd: "3.4.30" }));
    expect(found?.hint).toContain("3.4 → 3.5 → 3.6");
  });
});

describe("Kubernetes", () => {
  const at = (one: string, other = one, kubelet = one): Runs => ({
    api: { master1: one, master2: other },
    kubelet,
  });
  test.each<[string, Runs, { readonly [N in Name]?: BuiltVersions }, readonly string[]]>([
    ["stays", at("1.36.1"), everybody("1.36.1"), []],
    ["goes up by one, everywhere", at("1.35.4"), everybody("1.36.1"), []],
    ["goes up by one on a master", at("1.35.4"), { master1: kubernetes("1.36.1") }, []],
    ["goes up by two", at("1.34.1"), everybody("1.36.1"), ["version-skips master1", "version-skips master2"]],
    ["goes back", at("1.36.1"), { master1: kubernetes("1.35.1") }, ["version-goes-back master1"]],
    [
      "goes up beside one that is older already",
      at("1.36.1", "1.35.1"),
      { master1: kubernetes("1.37.1") },
      ["skew-too-wide master1"],
    ],
    [
      "goes up where the other one is half-way",
      at("1.36.1", "1.35.1"),
      { master2: kubernetes("1.36.1") },
      [],
    ],
    ["goes up on a worker alone", at("1.35.4"), { worker1: kubernetes("1.36.1") }, ["skew-too-wide worker1"]],
    [
      "goes up on a worker while a master is not done",
      at("1.36.1", "1.35.4", "1.35.4"),
      { worker1: kubernetes("1.36.1") },
      ["skew-too-wide worker1"],
    ],
    ["leaves a worker three behind", at("1.35.4", "1.35.4", "1.33.1"), { master1: kubernetes("1.36.1") }, []],
    [
      "leaves a worker four behind",
      at("1.36.4", "1.36.4", "1.33.1"),
      { master1: kubernetes("1.37.1"), master2: kubernetes("1.37.1"), worker1: kubernetes("1.37.1") },
      ["skew-too-wide worker1"],
    ],
    [
      "goes up on a worker by many, to what the apiservers are",
      at("1.36.4", "1.36.4", "1.33.1"),
      { worker1: kubernetes("1.36.4") },
      [],
    ],
    ["goes down on a worker", at("1.36.4"), { worker1: kubernetes("1.35.1") }, []],
    [
      "goes down on a worker by too much",
      at("1.36.4"),
      { worker1: kubernetes("1.32.1") },
      ["skew-too-wide worker1"],
    ],
    [
      "goes up on a worker where an apiserver is silent",
      { ...at("1.36.1", "1.36.1", "1.35.1"), silent: ["master2"] },
      { worker1: kubernetes("1.36.1") },
      ["skew-unknown worker1"],
    ],
    [
      "goes up by two where the apiservers are off",
      { installed: { master1: "v1.34.1", master2: "v1.34.1" } },
      everybody("1.36.1"),
      ["version-skips master1", "version-skips master2"],
    ],
    [
      "goes back where an apiserver is off",
      { ...at("1.36.1"), api: { master1: "1.36.1" }, installed: { master2: "v1.36.1" } },
      { master2: kubernetes("1.35.1") },
      ["version-goes-back master2"],
    ],
    [
      "goes up by one where an apiserver is off",
      { ...at("1.35.1"), api: { master1: "1.35.1" }, installed: { master2: "v1.35.1" } },
      everybody("1.36.1"),
      [],
    ],
    [
      "is wanted where nobody tells what an apiserver has been",
      { ...at("1.35.1"), api: { master1: "1.35.1" }, installed: { master2: null } },
      everybody("1.36.1"),
      ["skew-unknown master2"],
    ],
    ["is installed whole", {}, everybody("1.36.1"), []],
    ["is not told", at("1.36.1"), { master1: {}, worker1: {} }, []],
  ])("%s", (_, runs, versions, expected) => {
    expect(codes(runs, versions)).toEqual(expected);
  });

  test("is refused, or at no moment runs what may not run together", () => {
    const minor = fc.integer({ min: 30, max: 36 });
    const near = fc
      .record({ one: minor, other: minor, kubelet: minor })
      .filter(
        ({ one, other, kubelet }) =>
          Math.abs(one - other) <= 1 &&
          kubelet <= Math.min(one, other) &&
          Math.max(one, other) - kubelet <= 3,
      );
    let allowed = 0;
    fc.assert(
      fc.property(
        near,
        fc.record({ master1: minor, master2: minor, worker1: minor }),
        fc.subarray(["master1", "master2", "worker1"] as const),
        (now, wanted, targets) => {
          const runs = at(`1.${now.one}.1`, `1.${now.other}.1`, `1.${now.kubelet}.1`);
          const versions = Object.fromEntries(
            targets.map((name) => [name, kubernetes(`1.${wanted[name]}.1`)]),
          );
          if (codes(runs, versions).length > 0) return;
          allowed += 1;
          const state: { [name: string]: number } = {
            master1: now.one,
            master2: now.other,
            worker1: now.kubelet,
          };
          // In the order of the activations, and after each.
          for (const name of ["master1", "master2", "worker1"] as const) {
            if (!targets.includes(name)) continue;
            state[name] = wanted[name];
            const apis = [state["master1"] ?? 0, state["master2"] ?? 0];
            expect(Math.max(...apis) - Math.min(...apis)).toBeLessThanOrEqual(1);
            expect(state["worker1"]).toBeLessThanOrEqual(Math.min(...apis));
            expect(Math.max(...apis) - (state["worker1"] ?? 0)).toBeLessThanOrEqual(3);
          }
        },
      ),
      { numRuns: 2_000 },
    );
    // Else the law would hold of nothing.
    expect(allowed).toBeGreaterThan(50);
  });
});

test.each([
  ["v1.36.3", { major: 1, minor: 36, patch: 3 }],
  ["3.6.12", { major: 3, minor: 6, patch: 12 }],
  ["1.37.0-rc.1", { major: 1, minor: 37, patch: 0 }],
  ["1.36", undefined],
  ["", undefined],
  [undefined, undefined],
])("reads the version %s", (text, expected) => {
  expect(parseVersion(text)).toEqual(expected);
});

test("tells the minors between two, in either direction", () => {
  const of = (text: string): Version => parseVersion(text) ?? { major: 0, minor: 0, patch: 0 };
  expect(minorsBetween(of("1.33.1"), of("1.36.0"))).toBe(3);
  expect(minorsBetween(of("1.36.1"), of("1.35.9"))).toBe(-1);
  expect(minorsBetween(of("1.36.1"), of("2.0.0"))).toBeGreaterThan(1);
  expect(ladder(of("1.33.1"), of("1.36.0"))).toBe("1.33 → 1.34 → 1.35 → 1.36");
  expect(ladder(of("1.36.1"), of("2.0.0"))).toBe("1.36 → … → 2.0");
});
