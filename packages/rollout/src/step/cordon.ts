import { shellWord } from "@quorate/command";
import { CORDON_MARK } from "../drain/cordon-mark.ts";
import { answersOf } from "../observe/answers.ts";
import { type ApiStep, apiCommand, notAsked } from "./asking-the-api.ts";
import type { Learned } from "./learned.ts";
import type { StepKind } from "./step-kind.ts";

/** Takes a node from the scheduler, and writes down in the same request whose cordon that is. */
export type CordonStep = ApiStep;

const doing = "cordoning";

/** See {@link CordonStep}. */
export const cordon: StepKind<CordonStep> = {
  phase: "activation",
  describe: () => doing,
  commands: (step, paths) => [
    apiCommand(paths, step, "cordon it", cordonLines(step.node, paths.run, paths.by)),
  ],
  judge: (step, output, paths) => {
    const whose = WHOSE[answersOf(output.stdout.split("\n")).last("cordon")];
    if (output.code === 0 && whose !== undefined) return { kind: "done", learned: { cordon: whose } };
    const failed = { says: "cordon-failed", doing, hint: HINT } as const;
    return notAsked(step, failed, output, paths);
  },
};

const HINT =
  "Nothing was changed on the node. See whether the apiserver is well, and run the same command again";

/** What the script says of whose it is. A node that the API does not know has no pods either. */
const WHOSE: { readonly [said: string]: Learned["cordon"] } = {
  ours: "ours",
  others: "others",
  absent: "none",
};

/** How a Node is; nothing where the API has none of that name. */
export function nodeStateLines(node: string): readonly string[] {
  return [
    `state=$(kube get node ${node} --ignore-not-found --output='jsonpath={.metadata.resourceVersion}|{.spec.unschedulable}|{.metadata.annotations.${CORDON_MARK.replaceAll(".", "\\.")}}') || exit`,
    "version=${state%%|*} rest=${state#*|}",
    "cordoned=${rest%%|*} mark=${rest#*|}",
  ];
}

/** Tries lines that end with `exit` where they did it, some times: the Node may be changed by others meanwhile. */
export function severalTimes(lines: readonly string[]): readonly string[] {
  return ["for try in 1 2 3 4 5; do", ...lines, "sleep 1", "done", "exit 1"];
}

/**
 * One request for both, and only as long as the Node is as it was read. One that somebody else has cordoned stays
 * theirs; that of a dead run is taken over.
 */
function cordonLines(node: string, run: string, by: string): readonly string[] {
  const mark = (text: string) => JSON.stringify(text).slice(1, -1);
  const parts = [
    shellWord('{"metadata":{"resourceVersion":"'),
    '"$version"',
    shellWord(`","annotations":{"${CORDON_MARK}":"${mark(run)} `),
    '"$(date -u +%Y-%m-%dT%H:%M:%SZ)"',
    shellWord(` ${mark(by)}"}},"spec":{"unschedulable":true}}`),
  ];
  return severalTimes([
    ...nodeStateLines(node),
    '[ -n "$state" ] || { echo cordon=absent; exit 0; }',
    '[ "$cordoned" != true ] || [ -n "$mark" ] || { echo cordon=others; exit 0; }',
    `kube patch node ${node} --type=merge --patch=${parts.join("")} >/dev/null && { echo cordon=ours; exit 0; }`,
  ]);
}
