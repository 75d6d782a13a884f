import type { HostName } from "@quorate/cluster";
import { expect, test } from "vitest";
import type { InstalledObservation } from "../observe/observation.ts";
import type { Step } from "../step/step.ts";
import { testCluster, testDesired, testInstalled, testPath } from "../testing/observations.ts";
import { planRollout } from "./plan-rollout.ts";

// worker1 was a master until now: it has the files of an apiserver, which the file does not give it any more.

const cluster = testCluster();
const desired = testDesired(cluster);

/** The steps of worker1's turn, where it holds these files beside its own. */
function turnOf(files: readonly string[]): readonly Step[] {
  const observed = desired.map((one): InstalledObservation => {
    const isIt = one.node.name === "worker1";
    return testInstalled(one, {
      ...(isIt ? { currentSystem: testPath("old") } : {}),
      secrets: Object.fromEntries([
        ...one.secrets.map(({ file, digest }) => [file, digest]),
        ...(isIt ? files : one.node.roles.controlPlane ? ["apiserver.crt"] : []).map((file) => [
          file,
          "0".repeat(64),
        ]),
      ]),
    });
  });
  const planned = planRollout(cluster, desired, observed);
  if (!planned.ok) throw new Error(planned.problems.map(({ message }) => message).join());
  const turns = planned.value.stages.filter(({ kind }) => kind === "activate");
  return turns.flatMap(({ lanes }) => lanes).find(({ node }) => node === "worker1")?.steps ?? [];
}

const gate = (steps: readonly Step[], kind: "gate-before" | "gate-after") =>
  steps.flatMap((step) => (step.kind === kind && "hosts" in step ? step.hosts : []));
const apiservers = (steps: readonly Step[], kind: "gate-before" | "gate-after"): readonly HostName[] =>
  gate(steps, kind).flatMap(({ node, apiserver }) => (apiserver === undefined ? [] : [node]));

test("a master that becomes a worker leaves the VIP for good, once the others can do without it", () => {
  const steps = turnOf(["apiserver.crt", "apiserver.key"]);
  const kinds = steps.map(({ kind }) => kind);
  expect(kinds.slice(0, kinds.indexOf("arm-watchdog"))).toEqual([
    "gate-before",
    "vip-seen",
    "foresee",
    "leave-vip",
    "vip-left",
  ]);
  expect(kinds).not.toContain("return-vip");
  expect(steps).toContainEqual(expect.objectContaining({ kind: "leave-vip", forGood: true }));
});

test("its apiserver is asked before, and missed by nobody afterwards", () => {
  const steps = turnOf(["apiserver.crt", "apiserver.key"]);
  expect(apiservers(steps, "gate-before")).toEqual(["worker1", "master1", "master2"]);
  expect(apiservers(steps, "gate-after")).toEqual(["master1", "master2"]);
});

test("what it would leave to others it takes again where it goes back by itself", () => {
  const arm = turnOf(["apiserver.crt"]).find(({ kind }) => kind === "arm-watchdog");
  if (arm?.kind !== "arm-watchdog") throw new Error("no watchdog");
  expect(arm.handsOver?.vip).toBeDefined();
  expect(arm.handsOver?.vip?.forGood).toBeUndefined();
});

test("of a worker that was none nothing of that is asked", () => {
  const kinds = turnOf([]).map(({ kind }) => kind);
  expect(kinds[0]).toBe("arm-watchdog");
  expect(kinds).not.toContain("leave-vip");
});
