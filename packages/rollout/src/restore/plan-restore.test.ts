import { describe, expect, test } from "vitest";
import { NO_FACTS } from "../observe/host-facts.ts";
import { known } from "../observe/known.ts";
import type { Observation } from "../observe/observation.ts";
import { problem } from "../problem-kind.ts";
import { readManifest } from "../snapshot/manifest.ts";
import { testCluster, testDesired, testInstalled } from "../testing/observations.ts";
import { play } from "../testing/play.ts";
import { afterRestoreLines, restoreLines } from "./lines.ts";
import { planRestore, type RestoreOrder, restoredNodes } from "./plan-restore.ts";

const cluster = testCluster();
const manifest = {
  ...{ cluster: "test", bytes: 5 * 1024 ** 2, sha256: "e".repeat(64), etcdVersion: "3.6.16" },
  ...{ serverVersion: "", takenOn: "db1" },
};
const order: RestoreOrder = { file: "/s/snapshot.db", manifest, without: [], evenIfItServes: false };

type Is = "stopped" | "serves" | "silent" | "off" | "bare";

function seen(differing: { readonly [name: string]: Is } = {}): readonly Observation[] {
  return testDesired(cluster)
    .filter(({ node }) => node.roles.etcd || node.roles.controlPlane)
    .map((one): Observation => {
      const { name } = one.node;
      const is = differing[name] ?? "stopped";
      if (is === "off") {
        return { kind: "unreachable", node: name, problem: problem("host-unreachable", name, "off", "") };
      }
      if (is === "bare") return { kind: "bare", node: name, reason: "foreign-host-key" };
      const healthy = is === "silent" ? NO_FACTS.etcd.healthy : known(is === "serves");
      const etcd = { ...NO_FACTS.etcd, healthy };
      return testInstalled(one, {
        etcdRunning: ["serves", "silent"].includes(is),
        facts: { ...NO_FACTS, etcd },
      });
    });
}

function plan(differing: { readonly [name: string]: Is } = {}, more: Partial<RestoreOrder> = {}) {
  const planned = planRestore(cluster, seen(differing), { ...order, ...more });
  if (planned.ok) return planned.value;
  throw new Error(planned.problems.map(({ code }) => code).join());
}

const brief = (stages: ReturnType<typeof plan>["stages"]): readonly string[] =>
  stages.map(({ lanes }) =>
    lanes.map(({ node, steps }) => `${node} ${steps.map(({ kind }) => kind).join("+")}`).join(", "),
  );

describe("a restore", () => {
  test("stages on all, stops all, swaps all, starts all, asks all: each before the next", () => {
    expect(brief(plan().stages)).toEqual([
      "db1 restore-stage, db2 restore-stage, master1 restore-stage",
      "db1 restore-stop, db2 restore-stop, master1 restore-stop, master2 restore-stop",
      "db1 restore-swap, db2 restore-swap, master1 restore-swap",
      "db1 restore-start, db2 restore-start, master1 restore-start, master2 restore-start",
      "db1 gate-after, db2 gate-after, master1 gate-after, master2 gate-after",
    ]);
  });

  test("ends the API before etcd, and begins the other way round", () => {
    const steps = plan().stages.flatMap(({ lanes }) => lanes.flatMap((lane) => lane.steps));
    const units = (kind: "restore-stop" | "restore-start", of: string) =>
      steps.flatMap((step) => (step.kind === kind && step.node === of ? step.units : []));
    expect(units("restore-stop", "master1")).toEqual([
      ...["kube-scheduler.service", "kube-controller-manager.service", "kube-apiserver.service"],
      "etcd.service",
    ]);
    expect(units("restore-start", "master1")).toEqual([...units("restore-stop", "master1")].reverse());
    expect(units("restore-stop", "db1")).toEqual(["etcd.service"]);
    expect(units("restore-stop", "master2")).not.toContain("etcd.service");
  });

  test("makes one cluster: the same list and token for every member", () => {
    const staged = plan().stages.flatMap(({ lanes }) =>
      lanes.flatMap((lane) => lane.steps.flatMap((step) => (step.kind === "restore-stage" ? [step] : []))),
    );
    expect(new Set(staged.map(({ list, token }) => `${list} ${token}`)).size).toBe(1);
    expect(staged[0]?.list).toBe(
      cluster.etcd.members.map(({ name, peerUrl }) => `${name}=${peerUrl}`).join(","),
    );
    expect(staged.map(({ name, peerUrl }) => `${name}=${peerUrl}`)).toEqual(staged[0]?.list.split(","));
  });

  test("leaves nothing begun where a step fails, and goes on with nothing", () => {
    const { state, told } = play(plan(), {
      answer: (step) =>
        step.kind === "restore-stop" && step.node === "db2"
          ? { code: 1, stdout: "", stderr: "it broke" }
          : { code: 0, stdout: "", stderr: "" },
    });
    expect(state.problems.map(({ code }) => code)).toEqual(["restore-stop-failed"]);
    expect(told.some(({ step }) => step.kind === "restore-swap")).toBe(false);
  });

  test.each<[string, { readonly [name: string]: Is }, Partial<RestoreOrder>, string]>([
    ["etcd runs and does not say whether it serves", { db2: "silent" }, {}, "restore-not-asked"],
    ["etcd serves", { db1: "serves" }, {}, "restore-quorum-lives"],
    ["a member can't be asked", { db1: "off" }, {}, "restore-not-asked"],
    ["a master can't be asked", { master2: "off" }, {}, "restore-not-asked"],
    ["a machine is another one", { db2: "bare" }, {}, "restore-not-asked"],
    [
      "one can't be asked while others serve",
      { db1: "off", db2: "serves" },
      {},
      "restore-not-asked,restore-quorum-lives",
    ],
    [
      "the snapshot is another cluster's",
      {},
      { manifest: { ...manifest, cluster: "x" } },
      "snapshot-of-another-cluster",
    ],
    ["nobody of that name is left out", {}, { without: ["db9"] }, "restore-without-unknown"],
    ["no member is left", {}, { without: ["db1", "db2", "master1"] }, "restore-without-members"],
  ])("is refused where %s", (_, differing, more, codes) => {
    expect(() => plan(differing, more)).toThrow(new RegExp(`^${codes}$`));
  });

  test("is done without one that is gone, by its name alone", () => {
    const without = brief(plan({ db2: "off" }, { without: ["db2"] }).stages);
    expect(without[0]).toBe("db1 restore-stage, master1 restore-stage");
    expect(without.join()).not.toContain("db2");
    expect(() => plan({ db1: "off", db2: "off" }, { without: ["db2"] })).toThrow("restore-not-asked");
  });

  test("gives up what serves by a word of its own alone", () => {
    expect(brief(plan({ db1: "serves" }, { evenIfItServes: true }).stages)).toHaveLength(5);
    expect(() => plan({ db1: "off" }, { evenIfItServes: true })).toThrow("restore-not-asked");
  });
});

describe("what is said of a restore", () => {
  const known = {
    cluster: "test",
    clusterId: "c1",
    members: [],
    needs: [],
    takenOn: "db1",
    run: "r",
    by: "me",
  };
  const status = { revision: 42, totalKey: 7 };
  const taken = {
    takenAt: "2026-11-26T10:00:00Z",
    etcdVersion: "3.6.16",
    bytes: 5,
    sha256: "e".repeat(64),
    status,
  };
  const read = readManifest(JSON.stringify({ schema: 1, commit: "0123456789abcdef", known, taken }));

  test("is which snapshot, how old, and what becomes of what is there", () => {
    if (read === undefined) throw new Error("no manifest");
    const now = new Date("2026-11-26T13:00:00Z");
    const text = restoreLines(cluster, read, { file: "/s/snapshot.db", without: ["db2"] }, now).join("\n");
    expect(text).toContain("taken from db1 at 2026-11-26 10:00 UTC, 3 hours ago");
    expect(text).toContain("7 keys, revision 42, etcd 3.6.16, commit 0123456789ab");
    expect(text).toContain("moved aside on each (member-before-restore-…), never deleted");
    expect(text).toContain("on db1, master1");
    expect(text).toContain("Left out: db2.");
    expect(restoredNodes(cluster, ["db2"]).map(({ name }) => name)).toEqual(["db1", "master1", "master2"]);
  });

  test("is what is left to do", () => {
    expect(afterRestoreLines(cluster, ["db2"], true).join()).toContain("`quorate deploy db2 --erase db2`");
    expect(afterRestoreLines(cluster, [], false).join()).toContain("restart kubelets");
  });

  test.each([
    ["is no JSON", "x"],
    ["is of a later schema", JSON.stringify({ schema: 2, known, taken })],
    ["has no hash", JSON.stringify({ schema: 1, known, taken: { ...taken, sha256: "" } })],
    ["has no revision", JSON.stringify({ schema: 1, known, taken: { ...taken, status: {} } })],
  ])("is nothing where the manifest %s", (_, text) => {
    expect(readManifest(text)).toBeUndefined();
  });
});
