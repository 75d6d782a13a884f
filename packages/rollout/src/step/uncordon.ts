import type { HostName } from "@quorate/cluster";
import { shellWord } from "@quorate/command";
import { CORDON_MARK } from "../drain/cordon-mark.ts";
import { answersOf } from "../observe/answers.ts";
import { problem } from "../problem-kind.ts";
import { type ApiStep, apiCommand, notAsked } from "./asking-the-api.ts";
import { nodeStateLines, severalTimes } from "./cordon.ts";
import { DONE } from "./judgement.ts";
import type { StepKind } from "./step-kind.ts";

/** Gives a node back to the scheduler, where the cordon is ours, and no word where it is not. */
export interface UncordonStep extends ApiStep {
  /** Whose cordon is meant: that of a dead run. Default: of this one. */
  readonly of?: string;
}

/** Seconds that the node may take to be well: one that is not must get no pods. */
const PATIENCE = 60;

/** Seconds after which a kubelet that did not renew its lease is not there: it does so every ten. */
const LEASE_AGE = 30;

/** See {@link UncordonStep}. */
export const uncordon: StepKind<UncordonStep> = {
  phase: "activation",
  describe,
  commands: (step, paths) => [
    apiCommand(paths, step, "uncordon it", uncordonLines(step.node, step.of ?? paths.run)),
  ],
  judge: (step, output, paths) => {
    const { node } = step;
    const said = answersOf(output.stdout.split("\n")).last("uncordon");
    if (output.code === 0 && said === "done") return { kind: "done", learned: { cordon: "none" } };
    // Somebody else's, or nobody's by now, or that of a run that has taken it over.
    if (output.code === 0 && said === "not-ours") return DONE;
    if (output.code === 0 && said === "not-well") {
      return {
        kind: "ask-again",
        withinSeconds: PATIENCE,
        problem: problem(
          "left-cordoned",
          node,
          `${node} stays cordoned by us: its kubelet is not Ready, and pods must not be given to it`,
          hintOf(node),
        ),
      };
    }
    const failed = { says: "uncordon-failed", doing: describe(step), hint: hintOf(node) } as const;
    return notAsked(step, failed, output, paths);
  },
};

function describe({ of }: UncordonStep): string {
  return of === undefined ? "uncordoning" : "uncordoning, since a run that died had cordoned it";
}

const hintOf = (node: HostName): string =>
  `Once it is well: \`quorate uncordon ${node}\`. The next deployment does so as well`;

/** In one request, and only as long as the Node is as it was read. */
function uncordonLines(node: string, run: string): readonly string[] {
  const patch = [
    shellWord('{"metadata":{"resourceVersion":"'),
    '"$version"',
    shellWord(`","annotations":{"${CORDON_MARK}":null}},"spec":{"unschedulable":null}}`),
  ];
  return severalTimes([
    ...nodeStateLines(node),
    `case $mark in ${shellWord(`${run} `)}*) ;; *) echo uncordon=not-ours; exit 0 ;; esac`,
    `ready=$(kube get node ${node} --output='jsonpath={.status.conditions[?(@.type=="Ready")].status}') || exit`,
    `renewed=$(kube get lease ${node} --namespace=kube-node-lease --output='jsonpath={.spec.renewTime}') || exit`,
    `[ "$ready" = True ] && [ $(($(date +%s) - $(date -d "$renewed" +%s))) -le ${LEASE_AGE} ] || { echo uncordon=not-well; exit 0; }`,
    `kube patch node ${node} --type=merge --patch=${patch.join("")} >/dev/null && { echo uncordon=done; exit 0; }`,
  ]);
}
