import { drainQuestions, readDrainSeen } from "../drain/drain-seen.ts";
import { podsLeft, refuseDrain, whyStill } from "../drain/judge.ts";
import { problem } from "../problem-kind.ts";
import { type ApiStep, apiCommand, notAsked } from "./asking-the-api.ts";
import { DONE, failedBy } from "./judgement.ts";
import type { StepKind } from "./step-kind.ts";

/** Lets the pods of a cordoned node go elsewhere. */
export interface DrainStep extends ApiStep {
  /** Why, in words that follow `since`. */
  readonly because: string;
  readonly mayLose: boolean;
  readonly deletes: boolean;
}

/** Seconds that pods may take to go: a database hands over, and ends in peace. */
const DRAIN_TIMEOUT = 10 * 60;

/** Seconds that kubectl tries at a time: then it is looked at what is left, and told. */
const TRY = 15;

/** Pods that are named while they are waited for. */
const NAMED = 3;

/** See {@link DrainStep}. */
export const drain: StepKind<DrainStep> = {
  phase: "activation",
  describe,
  commands: (step, paths) => [apiCommand(paths, step, "evict its pods", drainLines(step))],
  judge: (step, output, paths) => {
    const { node } = step;
    const seen = readDrainSeen(output);
    if (seen === undefined) {
      const failed = { says: "drain-failed", doing: describe(step), hint: HINT } as const;
      return notAsked(step, failed, output, paths);
    }
    const left = podsLeft(seen);
    if (left.length === 0) return DONE;
    // One that has come since: kubectl touches none of them while there is such a one.
    const kept = refuseDrain({ ...step, among: [] }, { ...seen, budgets: [] }, paths.run);
    const [first] = kept;
    if (first !== undefined) return failedBy(problem("pods-not-kept", node, first.message, HINT));
    const more = left.length > NAMED ? `; and ${left.length - NAMED} more` : "";
    const why = left.slice(0, NAMED).map((pod) => whyStill(pod, seen));
    return {
      kind: "ask-again",
      withinSeconds: DRAIN_TIMEOUT,
      problem: problem("drain-blocked", node, `${why.join("; ")}${more}`, hintOf(node)),
    };
  },
};

function describe({ because }: DrainStep): string {
  return `draining, since ${because}`;
}

const HINT =
  "The node runs what it ran. Run the same command again once that is mended; to go on without moving any pod: --drain never";

const hintOf = (node: string): string =>
  `The node runs what it ran. Mend what the pod waits for, and run the same command again; to delete pods of this node in spite of their budgets: --disable-eviction ${node}`;

/** kubectl's own drain, which leaves those of DaemonSets and the kubelet's own; and what is left then. */
function drainLines({ node, mayLose, deletes }: DrainStep): readonly string[] {
  const flags = [
    "--ignore-daemonsets",
    ...(mayLose ? ["--delete-emptydir-data", "--force"] : []),
    ...(deletes ? ["--disable-eviction"] : []),
    `--timeout=${TRY}s`,
  ];
  return [
    // A node that the API does not know has none.
    `kube drain ${node} ${flags.join(" ")} >&2`,
    ...drainQuestions(node),
  ];
}
