import type { HostName } from "@quorate/cluster";
import type { RunEvent, Step } from "@quorate/rollout";
import { describe, expect, it } from "vitest";
import { deploymentInterrupted } from "./interruption.ts";

/** What happened to a node, as far as this is about it. */
function event(kind: RunEvent["kind"], node: string, step: Step["kind"]): RunEvent {
  return { kind, part: "steps", step: { kind: step, node: node as HostName } } as RunEvent;
}

const nodes = ["node1", "node2", "node3"];

describe("a deployment is interrupted", () => {
  it.each<[string, readonly RunEvent[], string, RegExp]>([
    [
      "before any step",
      [],
      "node1, node2 and node3 are untouched",
      /^Run the same command again: it completes/,
    ],
    [
      "while it stages",
      [
        event("step-started", "node1", "copy-closure"),
        event("step-done", "node1", "copy-closure"),
        event("step-started", "node1", "stage-secrets"),
        event("step-started", "node2", "stage-installation"),
      ],
      "node1, node2 and node3 are untouched",
      /completes/,
    ],
    [
      "while a node is activated",
      [
        event("step-done", "node1", "verify"),
        event("step-started", "node1", "confirm"),
        event("step-done", "node1", "confirm"),
        event("step-started", "node2", "switch"),
      ],
      "node1 is deployed; the activation on node2 goes on by itself; node3 is untouched",
      /^Run the same command again to complete it, once the activation has ended/,
    ],
    [
      "while a machine is installed",
      [event("step-started", "node1", "install")],
      "the installation of node1 goes on by itself or was cut off, with its disk half-written; node2 and node3 are untouched",
      /completes/,
    ],
    [
      "after a failure",
      [event("step-started", "node1", "put-secrets"), event("step-failed", "node1", "put-secrets")],
      "node1 failed; node2 and node3 are untouched",
      /completes/,
    ],
    [
      "when all is done",
      nodes.map((node) => event("step-done", node, "confirm")),
      "node1 is deployed; node2 is deployed; node3 is deployed",
      /completes/,
    ],
  ])("%s", (_, events, message, hint) => {
    const said = deploymentInterrupted(nodes, events);
    expect(said.message).toBe(message);
    expect(said.hint).toMatch(hint);
  });

  it.each<[Step["kind"], string]>([
    ["put-secrets", "each certificate and key of node1 is the old or the new one"],
    ["set-profile", "node1 runs what it ran, and may boot the new system"],
    ["end-connection", "node1 was changed and not looked at again"],
    ["wait-for-ssh", "node1 was changed and is waited for"],
    ["verify", "node1 was changed and not looked at again"],
    ["confirm", "node1 is what it should be, which is not written down on it yet"],
  ])("while a node is at %s", (step, message) => {
    expect(deploymentInterrupted(["node1"], [event("step-started", "node1", step)]).message).toBe(message);
  });
});
