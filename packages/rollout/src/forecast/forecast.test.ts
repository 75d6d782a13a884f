import { readFileSync } from "node:fs";
import type { HostName } from "@quorate/cluster";
import { describe, expect, test } from "vitest";
import type { BuiltVersions } from "../desired.ts";
import type { BuiltUnits, UnitFiles } from "../observe/host/unit-files.ts";
import { NO_FACTS } from "../observe/host-facts.ts";
import { type Known, known, unknown } from "../observe/known.ts";
import type { InstalledObservation, Observation } from "../observe/observation.ts";
import { planRollout } from "../plan/plan-rollout.ts";
import { problem } from "../problem-kind.ts";
import {
  TEST_SERVES,
  TEST_STATUS,
  testCluster,
  testDesired,
  testEtcd,
  testInstalled,
  testPath,
} from "../testing/observations.ts";
import { forecast } from "./forecast.ts";
import { forecastJson } from "./json.ts";
import { forecastLines } from "./lines.ts";
import { quorumState, quorumWords } from "./voters.ts";

// db1, db2 and master1 are the voters; master2 is a control plane node without etcd, worker1 a worker.
const cluster = testCluster();
const desired = testDesired(cluster);
type Name = "db1" | "db2" | "master1" | "master2" | "worker1";
const old: Partial<InstalledObservation> = {
  currentSystem: testPath("old"),
  profile: testPath("old"),
  fingerprint: "0".repeat(64),
  confirmed: { closure: testPath("old"), fingerprint: "0".repeat(64) },
};
const controlPlane = { ...NO_FACTS.controlPlane, readyz: known({ ready: true, failing: [] }) };
const master = { ...old, facts: { ...TEST_SERVES, controlPlane } };
const facts = { ...TEST_SERVES, options: known({ services: { etcd: { a: 1 }, b: 1 } }) };

/** What is foreseen where the named nodes are seen like this and all others are what they should be. */
function foreseen(
  seen: { readonly [N in Name]?: Partial<InstalledObservation> | "bare" | "off" },
  targets?: readonly Name[],
  units: ReadonlyMap<HostName, BuiltUnits> = new Map(),
  versions: ReadonlyMap<HostName, BuiltVersions> = new Map(),
) {
  const observed = desired.map((one): Observation => {
    const { name } = one.node;
    const changes = seen[name as string as Name];
    if (changes === "bare") return { kind: "bare", node: name, reason: "foreign-host-key" };
    if (changes === "off") {
      return { kind: "unreachable", node: name, problem: problem("host-unreachable", name, "off", "on") };
    }
    return testInstalled(one, { facts: one.node.roles.etcd ? TEST_SERVES : NO_FACTS, ...changes });
  });
  const wanted = desired.filter(
    ({ node }) => targets === undefined || targets.includes(node.name as string as Name),
  );
  const plan = planRollout(cluster, wanted, observed);
  if (!plan.ok) throw new Error(plan.problems[0]?.message);
  return forecast(plan.value, {
    cluster,
    targets: wanted,
    observed,
    options: () => ({ services: { etcd: { a: 2 }, b: 1 } }),
    built: new Map(),
    units,
    versions,
  });
}

describe("a forecast", () => {
  test("says what becomes of units where the system was built, and of those that read new files anyway", () => {
    const files = { "etcd.service": "1", "sshd.service": "1", "old.timer": "1", "x.target": "1" };
    const built = {
      files: { "etcd.service": "2", "sshd.service": "2", "new.service": "1", "x.target": "2" },
      reloads: ["sshd.service"],
      keeps: [],
    };
    const told = (unitFiles: Known<UnitFiles>) =>
      forecastLines(
        foreseen(
          { db1: { ...old, facts: { ...facts, unitFiles } } },
          ["db1"],
          new Map([["db1" as HostName, built]]),
        ),
      ).join("\n");
    expect(told(known(files))).toContain(
      [
        "  restarts: etcd.service",
        "  reloads: sshd.service",
        "  stops: old.timer",
        "  adds: new.service",
      ].join("\n"),
    );
    expect(told(unknown("no words of it"))).toContain("  units: not known, no words of it\n");
    // Certificates alone: what reads them is known without a build.
    const sent = foreseen({ db1: { secrets: { "a.crt": "0".repeat(64) } } }, ["db1"]);
    expect(sent.steps[0]?.nodes[0]?.units).toMatchObject({ known: true, value: { stops: [], adds: [] } });
    expect(JSON.stringify(forecastJson(sent))).toContain('"units":{"known":true');
  });

  test("says from whom a snapshot of etcd is taken first, or why from nobody", () => {
    const silent = { facts: NO_FACTS };
    const one = foreseen({ db1: { ...old, ...silent }, master1: silent });
    expect(one.snapshot).toEqual({ from: "db2" });
    expect(forecastLines(one)).toContain(
      "A snapshot of etcd is taken from db2, and fetched to this machine, before a member is touched.",
    );
    const none = foreseen({ db1: { ...old, ...silent }, db2: silent, master1: silent });
    expect(forecastLines(none)).toContain(
      "No snapshot of etcd is taken: no member of etcd is known to serve.",
    );
    expect(foreseen({ worker1: old }).snapshot).toBeNull();
  });

  test("of nothing to do says so for each node", () => {
    expect(forecastLines(foreseen({}))).toEqual(
      desired.map(({ node }) => `No action needed on ${node.name}`),
    );
  });

  test("of a whole cluster says first how long nothing may fail, and last what cannot be undone", () => {
    const all = {
      db1: { ...old, facts },
      db2: old,
      master1: master,
      master2: master,
      worker1: "bare",
    } as const;
    expect(forecastLines(foreseen(all)).join("\n")).toMatchInlineSnapshot(`
      "Nothing may fail during steps 1, 2 and 3: one voter more that is down ends the quorum.
      Before: 3 of 3 voters, tolerates 1
      A snapshot of etcd is taken from db1, and fetched to this machine, before a member is touched.
      A node that is changed goes back to what it runs now, with its secrets, 300 s after the last word from here, unless it is confirmed.
      Step 1: activate db1
        now: etcd alone: before the apiservers that ask it
        because: was built from something else than nix/generated says
        changes: services.etcd.a: 1 → 2
        units, reboot: not known, its new system is not built yet
        quorum: during it 2 of 3 voters, tolerates 0; after it 3 of 3 voters, tolerates 1
      Step 2: activate db2
        now: etcd alone: before the apiservers that ask it
        because: was built from something else than nix/generated says
        changes: not known, the system that it runs does not say what it was built from
        units, reboot: not known, its new system is not built yet
        quorum: during it 2 of 3 voters, tolerates 0; after it 3 of 3 voters, tolerates 1
      Step 3: activate master1
        now: a control plane node with etcd: one at a time, before any newer kubelet
        because: was built from something else than nix/generated says
        changes: not known, the system that it runs does not say what it was built from
        units, reboot: not known, its new system is not built yet
        quorum: during it 2 of 3 voters, tolerates 0; after it 3 of 3 voters, tolerates 1
      Step 4: activate master2
        now: a control plane node: one at a time, before any newer kubelet
        because: was built from something else than nix/generated says
        changes: not known, the system that it runs does not say what it was built from
        units, reboot: not known, its new system is not built yet
      Step 5: install worker1
        now: an installation takes nothing away, so before its equals; a worker: after every apiserver, which must not be older than its kubelet
        because: does not show the host key made for it
      Cannot be undone: installing worker1 erases /dev/sda. Whether etcd or the API of db1, db2, master1, master2 becomes another minor version, from which there is no way back, shows once their systems are built (--build)."
    `);
  });

  test("counts a voter that is off among those that are down", () => {
    const { nothingTolerated, withoutQuorum, before } = foreseen({ db2: "off", db1: old }, ["db1"]);
    expect(before).toEqual({ voters: 3, up: 2, unknown: 1, tolerates: 0 });
    expect({ nothingTolerated, withoutQuorum }).toEqual({ nothingTolerated: [], withoutQuorum: [1] });
  });

  test("believes a member's own word more than its unit", () => {
    const sick = { ...NO_FACTS, etcd: { ...NO_FACTS.etcd, healthy: known(false) } };
    const state = { voters: 3, up: 2, unknown: 0, tolerates: 0 };
    expect(foreseen({ db2: { facts: sick } }).before).toEqual(state);
    // Its unit runs, and it does not say whether it serves: that is no yes, and no no.
    const silent = foreseen({ db1: old, db2: { facts: NO_FACTS } }, ["db1"]);
    expect(silent.before).toEqual({ ...state, unknown: 1 });
    expect(forecastLines(silent).slice(0, 2)).toEqual([
      "Etcd has no quorum during step 1 (db2 could not be asked, and counts as down).",
      "Before: 2 of 3 voters known to be up, 1 not known: tolerates 0 or more",
    ]);
    // One whose unit does not run is down.
    expect(foreseen({ db2: { etcdRunning: false, facts: NO_FACTS } }).before).toEqual(state);
  });

  test("counts no learner among the voters", () => {
    const etcd = testEtcd({ db2: { learner: true } });
    const members = { db1: { etcd }, db2: { etcd, facts: NO_FACTS, etcdRunning: false }, master1: { etcd } };
    expect(foreseen(members).before).toEqual({ voters: 2, up: 2, unknown: 0, tolerates: 0 });
  });

  test.each<[string, { readonly etcd?: string; readonly kubernetes?: string } | undefined, string]>([
    ["stay", { etcd: "3.6.9", kubernetes: "1.36.9" }, "Everything can be undone: each node keeps"],
    [
      "are not built",
      undefined,
      "Everything can be undone: each node keeps the generation that it runs now; but",
    ],
    [
      "go up by a minor",
      { etcd: "3.7.0", kubernetes: "1.37.0" },
      "Cannot be undone: etcd on master1 goes from 3.6 to 3.7, and an older minor does not start on what it has written; the apiserver of master1 goes from 1.36 to 1.37, and an older minor may not read what it has stored.",
    ],
  ])("says what can't be undone where versions %s", (_, versions, words) => {
    const etcd = { ...TEST_SERVES.etcd, status: known(TEST_STATUS) };
    const api = { ...controlPlane, version: known("v1.36.3") };
    const seen = { ...old, facts: { ...TEST_SERVES, etcd, controlPlane: api } };
    const built = new Map(versions === undefined ? [] : [["master1" as HostName, versions] as const]);
    const told = foreseen({ master1: seen }, ["master1"], new Map(), built);
    expect(forecastLines(told).at(-1)).toContain(words);
    expect(told.wayBackUnknown).toEqual(versions === undefined ? ["master1"] : []);
  });

  test("touches no quorum where a worker or its keys change", () => {
    const { steps, nothingTolerated } = foreseen({ worker1: old, db1: { secrets: {} } });
    expect(steps.map(({ quorum }) => quorum)).toEqual([undefined, undefined]);
    expect(nothingTolerated).toEqual([]);
    expect(steps[0]?.nodes[0]).toMatchObject({ node: "db1", does: "secrets", put: ["a.crt", "a.key"] });
  });

  test("of a cold start has no quorum until its members are started together", () => {
    const off = { ...old, etcdRunning: false, facts: NO_FACTS };
    const { steps, withoutQuorum } = foreseen({ db1: off, db2: off, master1: off });
    expect(steps[0]?.nodes.map(({ node }) => node)).toEqual(["db1", "db2", "master1"]);
    expect(steps[0]?.quorum).toMatchObject({ during: { up: 0 }, after: { up: 3, tolerates: 1 } });
    expect(withoutQuorum).toEqual([1]);
  });

  test("has nothing for machines that docs/plan.md does not have", () => {
    const docs = readFileSync(new URL("../../../../docs/plan.md", import.meta.url), "utf8");
    const json = JSON.parse(JSON.stringify(forecastJson(foreseen({ db1: old, worker1: "bare" }))));
    const [step] = json.steps;
    const keys = [...Object.keys(json), ...Object.keys(step), ...Object.keys(step.nodes[0])];
    const quorum = Object.keys(json.before);
    expect([...keys, ...quorum].filter((key) => !docs.includes(`\`${key}\``))).toEqual([]);
  });

  test("is told to machines with a version, and unknown values with why", () => {
    const json = forecastJson(foreseen({ db1: { ...old, facts }, worker1: old }));
    expect(JSON.parse(JSON.stringify(json))).toMatchObject({
      schema: 1,
      changes: true,
      unchanged: ["db2", "master1", "master2"],
      before: { voters: 3, up: 3, tolerates: 1 },
      nothingTolerated: [1],
      irreversible: [],
      steps: [
        {
          number: 1,
          quorum: { during: { voters: 3, up: 2, tolerates: 0 }, after: { voters: 3, up: 3, tolerates: 1 } },
          nodes: [
            {
              node: "db1",
              does: "activate",
              options: { known: true, value: [{ option: "services.etcd.a", before: 1, after: 2 }] },
              reboot: { known: false },
            },
          ],
        },
        { number: 2, quorum: null, nodes: [{ node: "worker1", options: { known: false } }] },
      ],
    });
  });
});

test("what may be a secret in an escape hatch is told as changed, and not shown", () => {
  const before = { services: { etcd: { a: 2 }, b: 1, x: { password: "hunter1", env: "token=hunter1" } } };
  const [node] = foreseen({ db1: { ...old, facts: { ...NO_FACTS, options: known(before) } } }).steps.flatMap(
    ({ nodes }) => nodes,
  );
  const told = JSON.stringify(node?.options);
  expect(told).toContain("services.x.password");
  expect(told).toContain("services.x.env");
  expect(told).not.toContain("hunter");
});

test.each([
  [1, 1, "1 of 1 voters, tolerates 0"],
  [2, 2, "2 of 2 voters, tolerates 0"],
  [3, 3, "3 of 3 voters, tolerates 1"],
  [4, 3, "3 of 4 voters, tolerates 0"],
  [5, 2, "2 of 5 voters, no quorum"],
])("with %i voters of which %i are up: %s", (voters, up, words) => {
  expect(quorumWords(quorumState(voters, up, 0))).toBe(words);
});

describe("a forecast says why it is a node's turn", () => {
  const leads = {
    ...old,
    facts: { ...NO_FACTS, etcd: { ...NO_FACTS.etcd, status: known(TEST_STATUS), healthy: known(true) } },
  };
  const apiserver = { "apiserver.key": "c".repeat(64) };
  const has = { ...old, secrets: apiserver, facts: { ...NO_FACTS, vip: known(true) } };
  test.each<[Parameters<typeof foreseen>[0], readonly string[]]>([
    [
      { db1: leads, db2: old },
      [
        "etcd alone: before the apiservers that ask it",
        "leads etcd: last of its kind; etcd alone: before the apiservers that ask it",
      ],
    ],
    [
      { db1: { ...old, etcdRunning: false } },
      [
        "its etcd does not serve: first, since nothing is lost by touching it; etcd alone: before the apiservers that ask it",
      ],
    ],
    [
      { master1: has, master2: old },
      [
        "it only now becomes a master, so before those that are; a control plane node: one at a time, before any newer kubelet",
        "has the VIP: last of its kind; a control plane node with etcd: one at a time, before any newer kubelet",
        "what the systems of before read stays until every node is confirmed",
      ],
    ],
  ])("%#", (seen, expected) => {
    const told = foreseen(seen).steps.map(({ whyNow }) => whyNow);
    expect(told.slice(0, expected.length)).toEqual(expected);
  });
});
