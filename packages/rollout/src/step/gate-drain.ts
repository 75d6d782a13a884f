import type { HostName } from "@quorate/cluster";
import { NO_API } from "../api/kubectl.ts";
import { drainQuestions, readDrainSeen } from "../drain/drain-seen.ts";
import { type DrainRefusal, refuseDrain } from "../drain/judge.ts";
import { problem } from "../problem-kind.ts";
import { type ApiStep, apiCommand, notAsked } from "./asking-the-api.ts";
import { DONE } from "./judgement.ts";
import type { StepKind } from "./step-kind.ts";

/** Asks whether a node's pods can leave it: once before anything is touched, and again when its turn has come. */
export interface GateDrainStep extends ApiStep {
  /** The nodes that the cluster is to have. */
  readonly among: readonly HostName[];
  readonly mayLose: boolean;
  readonly deletes: boolean;
  /** Before anything is touched: an API that is not ready is no reason to stop, since this run may be to mend it. */
  readonly early?: true;
}

/** Seconds that another node may take to come back. */
const PATIENCE = 60;

const doing = "asking whether its pods can leave it";

/** See {@link GateDrainStep}. */
export const gateDrain: StepKind<GateDrainStep> = {
  phase: "gate",
  describe: () => doing,
  commands: (step, paths) => [
    apiCommand(paths, step, "ask for its pods and their budgets", drainQuestions(step.node)),
  ],
  judge: (step, output, { certificates, run }) => {
    const { node } = step;
    const seen = readDrainSeen(output);
    if (seen === undefined) {
      if (step.early === true && output.code === NO_API) return DONE;
      const failed = { says: "drain-failed", doing, hint: HINT } as const;
      return notAsked(step, failed, output, { certificates });
    }
    const refusals = refuseDrain(step, seen, run);
    const [first] = refusals;
    if (first === undefined) return DONE;
    const { because } = first;
    const told = refusals.filter((one) => one.because === because).map(({ message }) => message);
    const message = `${node} is not drained: ${told.join("; ")}`;
    return {
      kind: "ask-again",
      problem: problem(because, node, message, HINTS[because](node)),
      // What a file says stays so.
      withinSeconds: because === "node-away" ? PATIENCE : 0,
    };
  },
};

const HINT =
  "See whether its apiserver is well (on that machine: journalctl -u kube-apiserver); to go on without moving any pod: --drain never";

const HINTS: { readonly [B in DrainRefusal["because"]]: (node: HostName) => string } = {
  "node-away": () =>
    "While one is away no other is taken away. Mend it, or uncordon it (kubectl uncordon), and run the same command again; a node that is gone for good: `offline: true` in machines.ts",
  "budget-never-met": (node) =>
    `Give it more replicas or a budget that lets one go, and run the same command again; to delete pods of this node in spite of their budgets: --disable-eviction ${node}`,
  "pods-not-kept": (node) =>
    `Where that may be lost: --delete-pods ${node}. Or move them by hand, and run the same command again`,
};
