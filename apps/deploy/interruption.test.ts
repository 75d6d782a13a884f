import type { HostName } from "@quorate/cluster";
import {
  type Advanced,
  advance,
  type MachineState,
  type Place,
  type Plan,
  type Step,
  start,
} from "@quorate/rollout";
import { describe, expect, it } from "vitest";
import { deploymentInterrupted, untouched } from "./interruption.ts";

const settings = {
  run: "r",
  by: "me@here",
  command: "deploy --all",
  certificates: "/certs",
  pauses: { shortest: 1, longest: 1 },
};

const steps = (node: string, ...kinds: readonly Step["kind"][]): readonly Step[] =>
  kinds.map((kind) => ({ kind, node: node as HostName }) as Step);

/** A deployment to node1, node2 and node3 that stages and then does `kinds` to each, after so many steps. */
function stateAfter(ended: number, staging: Step["kind"], ...kinds: readonly Step["kind"][]): MachineState {
  const nodes = ["node1", "node2", "node3"] as HostName[];
  const plan: Plan = {
    unchanged: [],
    stages: [
      { kind: "stage-together", lanes: nodes.map((node) => ({ node, steps: steps(node, staging) })) },
      ...nodes.map(
        (node) => ({ kind: "activate", lanes: [{ node, steps: steps(node, ...kinds) }] }) as const,
      ),
    ],
  };
  let { state, effects }: Advanced = start(plan, settings, 0);
  const places: Place[] = [];
  for (let count = 0; count <= ended; count += 1) {
    places.push(...effects.flatMap((effect) => (effect.kind === "run" ? [effect.place] : [])));
    const place = places.shift();
    if (count === ended || place === undefined) break;
    const outputs = [{ code: 0, stdout: "", stderr: "" }] as const;
    ({ state, effects } = advance(state, { kind: "ended", at: count, place, outputs }));
  }
  return state;
}

describe("a deployment ends at once", () => {
  it.each<[string, MachineState, string, RegExp]>([
    [
      "while it stages",
      stateAfter(1, "copy-closure", "confirm"),
      "node1, node2 and node3 are untouched",
      /completes/,
    ],
    [
      "while a node is activated",
      stateAfter(4, "copy-closure", "switch"),
      "node1 is deployed; the activation on node2 goes on by itself; node3 is untouched",
      /^Run the same command again to complete it, once the activation has ended/,
    ],
    [
      "while a machine is installed",
      stateAfter(3, "stage-installation", "install"),
      "the installation of node1 goes on by itself or was cut off, with its disk half-written; node2 and node3 are untouched",
      /completes/,
    ],
    [
      "when all is done",
      stateAfter(6, "copy-closure", "confirm"),
      "node1 is deployed; node2 is deployed; node3 is deployed",
      /completes/,
    ],
  ])("%s", (_, state, message, hint) => {
    const said = deploymentInterrupted(state);
    expect(said.message).toBe(message);
    expect(said.hint).toMatch(hint);
  });

  it("before any step", () => {
    expect(untouched(["node1", "node2", "node3"])).toEqual({
      message: "node1, node2 and node3 are untouched",
      hint: "Run the same command again: it completes what is not done.",
    });
  });

  it.each<[Step["kind"], string]>([
    ["put-secrets", "each certificate and key of node1 is the old or the new one"],
    ["set-profile", "node1 runs what it ran, and may boot the new system"],
    ["end-connection", "node1 was changed and not looked at again"],
    ["wait-for-ssh", "node1 was changed and is waited for"],
    ["verify", "node1 was changed and not looked at again"],
    ["confirm", "node1 is what it should be, which is not written down on it yet"],
  ])("while a node is at %s", (kind, message) => {
    expect(deploymentInterrupted(stateAfter(3, "copy-closure", kind)).message).toBe(
      `${message}; node2 and node3 are untouched`,
    );
  });
});
