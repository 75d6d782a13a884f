import { secretFilesOfNode } from "@quorate/cluster";
import { describe, expect, test } from "vitest";
import { afterBuilding, afterLooking, beginDeployment, type Terms } from "./deployment.ts";
import type { BuiltSystem } from "./desired.ts";
import type { InstalledObservation, Observation } from "./observe/observation.ts";
import { whomToObserve, whomWeAreConnectedTo } from "./observe/whom.ts";
import { problem } from "./problem-kind.ts";
import { testCluster, testDesired, testInstalled, testPath } from "./testing/observations.ts";

const cluster = testCluster();
const desired = testDesired(cluster);
const of = (name: string) => {
  const found = desired.find(({ node }) => node.name === name);
  if (found === undefined) throw new Error(name);
  return found;
};
const TERMS: Terms = { yes: false, erase: [], remove: [], skipUnreachable: false, evaluate: "needed" };
const nodesOf = (...names: readonly string[]) => names.map((name) => of(name).node);

const bare = (name: string): Observation => ({
  kind: "bare",
  node: of(name).node.name,
  reason: "foreign-host-key",
});
const unreachable = (name: string): Observation => ({
  kind: "unreachable",
  node: of(name).node.name,
  problem: problem("host-unreachable", name, `${name} does not answer`),
});
const installed = (name: string) => testInstalled(of(name));
const plain = (name: string) => {
  const files = secretFilesOfNode({ ...cluster, encryptSecrets: false }, of(name).node);
  return testInstalled(of(name), { secrets: Object.fromEntries(files.map(({ file }) => [file, ""])) });
};

describe("whom to look at", () => {
  const always = ["db1", "db2", "master1", "master2"];
  test.each<[readonly string[], readonly string[]]>([
    [[], always],
    [["db1"], always],
    [
      ["worker1", "master1"],
      [...always, "worker1"],
    ],
  ])("for %j: %j", (targets, names) => {
    const nodes = nodesOf(...names);
    expect(whomToObserve(cluster, nodesOf(...targets))).toEqual(nodes);
    const begun = beginDeployment(
      cluster,
      targets.map((name) => of(name)),
    );
    expect(begun.nodes).toEqual(nodes);
    expect(begun.cluster).toBe(cluster);
  });

  test("connections are open to those who proved who they are", () => {
    expect(whomWeAreConnectedTo([bare("db1"), installed("db2"), unreachable("master1")])).toEqual(["db2"]);
  });
});

describe("after a look", () => {
  const look = (names: readonly string[], observed: readonly Observation[], yes = false) => {
    const terms: Terms = { ...TERMS, yes, erase: yes ? names : [], evaluate: "always" };
    const targets = names.map((name) => of(name));
    const looked = afterLooking(beginDeployment(cluster, targets), observed, terms);
    if (!looked.ok) return looked.problems.map(({ code, where }) => `${where}: ${code}`);
    return looked.value.nodes.map(({ name, install }) => `${install ? "install" : "update"} ${name}`);
  };

  test.each<[string, readonly string[], readonly Observation[], boolean, readonly string[]]>([
    ["builds what is there", ["db1"], [installed("db1")], false, ["update db1"]],
    [
      "erases nothing that serves as part of a cluster, whatever was consented to",
      ["worker1"],
      [{ kind: "bare", node: of("worker1").node.name, reason: "foreign-host-key", answersAt: [2379, 6443] }],
      true,
      ["worker1: machine-alive"],
    ],
    [
      "erases nothing that could not be asked either",
      ["worker1"],
      [{ kind: "bare", node: of("worker1").node.name, reason: "not-nixos", answersAt: "unknown" }],
      true,
      ["worker1: machine-not-asked"],
    ],
    ["asks for consent", ["worker1"], [bare("worker1")], false, ["worker1: install-needs-yes"]],
    ["builds the disk's script for a bare one", ["worker1"], [bare("worker1")], true, ["install worker1"]],
    [
      "starts no member whose cluster it does not know, whatever was consented to",
      ["db1", "worker1"],
      [bare("db1"), bare("db2"), unreachable("master1"), bare("worker1")],
      true,
      ["db1: member-unknown"],
    ],
    [
      "builds it for the bare ones alone",
      ["db1", "worker1"],
      [bare("worker1"), installed("db1"), bare("master1")],
      true,
      ["update db1", "install worker1"],
    ],
    ["ends where a target is away", ["db1"], [unreachable("db1")], true, ["db1: host-unreachable"]],
    [
      "tells all that are away, before any consent",
      ["db1", "db2", "worker1"],
      [unreachable("db1"), unreachable("db2"), bare("worker1")],
      false,
      ["db1: host-unreachable", "db2: host-unreachable"],
    ],
    [
      "goes on where a member is away that is no target",
      ["db1", "db2"],
      [installed("db1"), installed("db2"), unreachable("master1")],
      false,
      ["update db1", "update db2"],
    ],
    [
      "needs no consent for a bare machine that is no target",
      ["db1"],
      [installed("db1"), bare("db2")],
      false,
      ["update db1"],
    ],
    [
      "refuses to encrypt on one of two masters that keep Secrets in clear",
      ["master1"],
      [plain("master1"), plain("master2")],
      true,
      ["master1: encryption-needs-passes", "master2: encryption-needs-passes"],
    ],
    [
      "does not take a target that nobody looked at",
      ["db1"],
      [installed("db2")],
      true,
      ["db1: not-observed"],
    ],
  ])("%s", (_, names, observed, yes, expected) => {
    expect(look(names, observed, yes)).toEqual(expected);
  });

  test("ends a deployment by the code: 2 where consent is missing, 1 where a machine is", () => {
    const exits = (observed: Observation) => {
      const looked = afterLooking(beginDeployment(cluster, [of("worker1")]), [observed], TERMS);
      return looked.ok ? [] : looked.problems.map(({ exit }) => exit);
    };
    expect(exits(bare("worker1"))).toEqual(["wrong-input"]);
    expect(exits(unreachable("worker1"))).toEqual(["failed"]);
  });
});

describe("whose system is evaluated", () => {
  const { fingerprint, closure } = of("worker1");
  const confirmed = { closure, fingerprint };
  const builds = (changes: Partial<InstalledObservation>, evaluate: Terms["evaluate"] = "needed") => {
    const observed = [testInstalled(of("worker1"), { confirmed, ...changes })];
    const look = beginDeployment(cluster, [of("worker1")]);
    const looked = afterLooking(look, observed, { ...TERMS, evaluate });
    if (!looked.ok) throw new Error("refused");
    return looked.value.nodes.map(({ name }) => name);
  };

  test.each<[string, Partial<InstalledObservation>, readonly string[]]>([
    ["nobody's who runs, boots and has confirmed what was built from the same files", {}, []],
    ["nobody's whose keys alone differ", { secrets: {} }, []],
    ["one that was built from other files", { fingerprint: "other" }, ["worker1"]],
    ["one of which nothing is confirmed", { confirmed: undefined }, ["worker1"]],
    ["one confirmed as something else", { confirmed: { closure, fingerprint: "other" } }, ["worker1"]],
    ["one that runs something else", { currentSystem: testPath("other") }, ["worker1"]],
    ["one that boots something else", { profile: testPath("other") }, ["worker1"]],
    ["one whose activation has failed", { activation: "failed" }, ["worker1"]],
  ])("%s", (_, changes, expected) => {
    expect(builds(changes)).toEqual(expected);
    expect(builds(changes, "always")).toEqual(["worker1"]);
  });

  test("what is not evaluated is compared all the same", () => {
    const observed = [testInstalled(of("worker1"), { secrets: {} })];
    const looked = afterLooking(beginDeployment(cluster, [of("worker1")]), observed, TERMS);
    if (!looked.ok) throw new Error("refused");
    const planned = afterBuilding(looked.value, new Map());
    expect(planned).toMatchObject({ ok: true, value: { unchanged: [] } });
    const steps = planned.ok ? planned.value.stages.flatMap(({ lanes }) => lanes[0]?.steps ?? []) : [];
    expect(steps.map(({ kind }) => kind)).toContain("put-secrets");
    expect(steps.map(({ kind }) => kind)).not.toContain("switch");
    expect(steps.find(({ kind }) => kind === "verify")).toMatchObject({ closure });
  });
});

describe("after a build", () => {
  const { secrets, fingerprint, node, distribution } = of("db1");
  const target = { secrets, fingerprint, node, distribution };
  const built = (name: string): ReadonlyMap<string, BuiltSystem> =>
    new Map([[name, { closure: testPath("built"), diskoScript: testPath("disko") }]]);
  const build = (observed: Observation) => {
    const looked = afterLooking(
      beginDeployment(cluster, [target]),
      [observed, bare("db2"), bare("master1")],
      { ...TERMS, yes: true, evaluate: "always" },
    );
    if (!looked.ok) throw new Error("refused");
    return looked.value;
  };

  test("the plan is for what was built, and what was seen", () => {
    expect(afterBuilding(build(installed("db1")), built("db1"))).toMatchObject({
      ok: true,
      value: {
        unchanged: [],
        stages: [
          { lanes: [{ node: "db1", steps: [{ kind: "copy-closure", closure: testPath("built") }] }] },
          { kind: "activate" },
        ],
      },
    });
    expect(afterBuilding(build(bare("db1")), built("db1"))).toMatchObject({
      value: {
        stages: [
          { lanes: [{ steps: [{ kind: "stage-installation" }] }] },
          { lanes: [{ steps: [{ kind: "install", diskoScript: testPath("disko") }, {}, {}, {}, {}] }] },
        ],
      },
    });
  });

  test("what stands in the way of a plan is told", () => {
    const busy = testInstalled(of("db1"), { activation: "running" });
    expect(afterBuilding(build(busy), built("db1"))).toMatchObject({
      ok: false,
      problems: [{ code: "activation-running", where: "db1" }],
    });
  });

  test("a target without a system is a fault of whoever built", () => {
    expect(() =>
      afterBuilding(build(testInstalled(of("db1"), { confirmed: undefined })), built("db2")),
    ).toThrow("nothing was built for db1");
  });
});
