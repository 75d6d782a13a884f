import type { HostName } from "@quorate/cluster";
import { shellWord } from "@quorate/command";
import { sshCommand } from "../../ssh/ssh-command.ts";
import { askedAgain } from "../failure.ts";
import { DONE } from "../judgement.ts";
import { INSTANT_TIMEOUT, type StepKind } from "../step-kind.ts";
import { atPeerUrl, etcdApi, type Voter } from "./etcd-api.ts";

/** Adds a node to etcd's list, as a learner: it counts for no quorum. One that is listed already stays as it is. */
export interface AddMemberStep {
  readonly node: HostName;
  readonly through: Voter;
  readonly peerUrl: string;
}

/** Seconds for which etcd may not want to: after another change it waits until all are connected. */
const PATIENCE = 60;

function describe({ through }: AddMemberStep): string {
  return `adding it to etcd as a learner, through ${through.node}`;
}

/** See {@link AddMemberStep}. */
export const addMember: StepKind<AddMemberStep> = {
  phase: "activation",
  describe,
  commands: (step, paths) => [
    sshCommand(paths, step.through.node, `add ${step.node} to etcd`, addScript(step), {
      timeoutSeconds: INSTANT_TIMEOUT,
      output: "silent",
    }),
  ],
  judge: (step, output, paths) => {
    if (output.code === 0) return DONE;
    const { node, through } = step;
    return askedAgain(
      {
        node,
        says: "member-add-failed",
        doing: describe(step),
        hint: `See that etcd has a quorum (on ${through.node}: journalctl -u etcd), then run the same command again`,
      },
      output,
      paths,
      PATIENCE,
    );
  },
};

function addScript({ through, peerUrl }: AddMemberStep): string {
  const url = atPeerUrl(peerUrl);
  return [
    ...etcdApi(through),
    "members=$(listed) || { echo 'etcd does not tell its members' >&2; exit 1; }",
    `case $members in *${url}*) exit 0 ;; esac`,
    `answer=$(ask /v3/cluster/member/add ${shellWord(JSON.stringify({ peerURLs: [peerUrl], isLearner: true }))})`,
    // The answer to a request that was heard may be lost: the list tells.
    `case $(listed) in *${url}*) exit 0 ;; esac`,
    'echo "etcd says: $answer" >&2',
    "exit 1",
  ].join("\n");
}
