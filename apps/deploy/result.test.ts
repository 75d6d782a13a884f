import type { HostName } from "@quorate/cluster";
import type { NodeOutcome, NodeState, RolloutProblem } from "@quorate/rollout";
import { describe, expect, it } from "vitest";
import { keptContext } from "../testing/context.ts";
import { tellResult } from "./result.ts";

const names = ["node1", "node2", "node3", "node4"] as HostName[];
const failed: RolloutProblem = {
  code: "switch-failed",
  severity: "error",
  exit: "failed",
  where: "node2",
  message: "units failed",
  hint: "Look.",
};
const reached = (outcome: NodeOutcome): NodeState => ({ outcome, learned: {} });
const nodes = { node2: reached("failed"), node3: reached("staged"), node1: reached("changed") };

describe("what became of a deployment", () => {
  it("is a line a node, and then what is wrong", () => {
    const context = keptContext();
    expect(tellResult({ unchanged: names.slice(3) }, { problems: [failed], nodes }, undefined, context)).toBe(
      1,
    );
    expect(context.lines).toEqual([
      "No action needed on node4",
      "node2: failed",
      "node3: not touched, everything is staged on it",
      "node1: deployed",
    ]);
    expect(context.errors).toEqual(["node2: error: units failed [switch-failed]", "  hint: Look."]);
  });

  it("is one value for a program, sorted by node", () => {
    const context = keptContext({ json: true });
    expect(tellResult({ unchanged: names.slice(3) }, { problems: [failed], nodes }, undefined, context)).toBe(
      1,
    );
    const told = JSON.parse(context.lines.join("\n"));
    expect(told).toEqual({
      ok: false,
      nodes: { node1: "changed", node2: "failed", node3: "staged", node4: "unchanged" },
      problems: [failed],
    });
    expect(Object.keys(told.nodes)).toEqual(names);
  });

  it("is 0 where all went well", () => {
    for (const json of [false, true]) {
      const context = keptContext({ json });
      expect(tellResult({ unchanged: names }, { problems: [], nodes: {} }, undefined, context)).toBe(0);
    }
  });
});
