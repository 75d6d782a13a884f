import { describe, expect, test } from "vitest";
import { TEST_PATHS, TEST_STEPS } from "../testing/steps.ts";
import { deleteNode } from "./delete-node.ts";
import { judge } from "./step.ts";

const step = TEST_STEPS["node-delete"];
const asked = { certificates: "certs", learned: {}, run: "r", at: 0 };

describe("deleting a Node", () => {
  test("waits for a machine that was switched off a moment ago, and not for ever", () => {
    const output = { code: 79, stdout: "", stderr: "its Node is Ready\n" };
    expect(judge(step, [output], asked)).toMatchObject({
      kind: "ask-again",
      withinSeconds: 90,
      problem: {
        code: "node-alive",
        message: "the Node old was to be deleted, and the machine that it is of lives: its Node is Ready",
      },
    });
  });

  test("takes k3s' password away with it, of which others know nothing", () => {
    const script = (distribution: "k3s" | "kubernetes") =>
      deleteNode.commands({ ...step, api: { ...step.api, distribution } }, TEST_PATHS)[0].argv.at(-1) ?? "";
    expect(script("k3s")).toContain("kube delete secret old.node-password.k3s --namespace=kube-system");
    expect(script("kubernetes")).not.toContain("delete secret");
  });
});
