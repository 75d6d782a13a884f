import type { HostName } from "@quorate/cluster";
import type { RunEvent, Step } from "@quorate/rollout";
import { describe, expect, it } from "vitest";
import { testCluster } from "../../packages/rollout/src/testing/observations.ts";
import { TEST_STEPS } from "../../packages/rollout/src/testing/steps.ts";
import { milestoneOf } from "./milestones.ts";

const cluster = testCluster();
const event = (
  step: Step,
  kind: "step-started" | "step-done",
  part: RunEvent["part"] = "steps",
): RunEvent => ({
  step,
  kind,
  part,
});
const at = (kind: Step["kind"], node: string): Step => ({ ...TEST_STEPS[kind], node: node as HostName });

describe("what nk3's users follow a run by", () => {
  it.each<[Step["kind"], "step-started" | "step-done", string, string | undefined]>([
    ["install", "step-started", "worker1", "Installing NixOS on worker1"],
    ["switch", "step-started", "worker1", "Rebuilding NixOS on worker1"],
    ["set-boot", "step-started", "worker1", "Rebuilding NixOS on worker1"],
    ["switch", "step-done", "worker1", undefined],
    ["drain", "step-started", "worker1", "Draining worker1"],
    ["reboot", "step-started", "worker1", "Rebooting worker1"],
    ["wait-for-boot", "step-started", "worker1", undefined],
    ["wait-for-boot", "step-done", "worker1", "worker1 is reachable"],
    ["gate-after", "step-done", "worker1", "k8s is ready on worker1"],
    ["gate-after", "step-done", "master1", "k8s is ready on master1"],
    ["gate-after", "step-done", "db1", "etcd is ready on db1"],
    ["gate-before", "step-done", "db1", undefined],
  ])("%s, %s on %s", (kind, when, node, words) => {
    expect(milestoneOf(event(at(kind, node), when), cluster)).toBe(words);
  });

  it("is not said of what is taken back", () => {
    expect(milestoneOf(event(at("switch", "worker1"), "step-started", "undo"), cluster)).toBeUndefined();
  });
});
