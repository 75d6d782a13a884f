import type { HostName } from "@quorate/cluster";
import { DEATH_TOLD_WITHIN, deleteDeadNodeLines, livingNode } from "../api/dead-node.ts";
import { type ApiStep, apiCommand, notAsked } from "./asking-the-api.ts";
import { DONE } from "./judgement.ts";
import type { StepKind } from "./step-kind.ts";

/** Deletes the Node of a machine that is dead, with what else holds its name. */
export interface DeleteNodeStep extends ApiStep {
  /** The node that it is done for, or through. */
  readonly node: HostName;
  /** Whose Node. */
  readonly name: string;
}

/** See {@link DeleteNodeStep}. */
export const deleteNode: StepKind<DeleteNodeStep> = {
  phase: "activation",
  describe,
  commands: (step, paths) => [
    apiCommand(paths, step, describe(step), deleteDeadNodeLines(step.name, step.api.distribution)),
  ],
  judge: (step, output, paths) => {
    if (output.code === 0) return DONE;
    const { node, name } = step;
    const alive = livingNode(node, name, output);
    if (alive !== undefined) return { kind: "ask-again", problem: alive, withinSeconds: DEATH_TOLD_WITHIN };
    const hint =
      "Nothing else was touched. See whether the apiserver is well, and run the same command again";
    return notAsked(step, { says: "node-delete-failed", doing: describe(step), hint }, output, paths);
  },
};

function describe({ name, api }: DeleteNodeStep): string {
  return `deleting the Node ${name}, through ${api.host}`;
}
