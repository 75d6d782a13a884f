import type { HostName } from "@quorate/cluster";
import { ETCD_JOINING } from "../../on-host.ts";
import { sshCommand } from "../../ssh/ssh-command.ts";
import { askedAgain } from "../failure.ts";
import { DONE } from "../judgement.ts";
import { INSTANT_TIMEOUT, type StepKind } from "../step-kind.ts";
import { atPeerUrl, etcdApi, type Voter } from "./etcd-api.ts";

/** Makes a learner a voter, once it was started and has caught up. */
export interface PromoteMemberStep {
  readonly node: HostName;
  readonly through: Voter;
  readonly peerUrl: string;
  /** Seconds that it may take to start and to catch up. */
  readonly timeoutSeconds: number;
}

function describe({ through }: PromoteMemberStep): string {
  return `waiting until it has caught up with etcd, and making it a voter through ${through.node}`;
}

/** See {@link PromoteMemberStep}. */
export const promoteMember: StepKind<PromoteMemberStep> = {
  phase: "activation",
  describe,
  commands: (step, paths) => [
    sshCommand(paths, step.through.node, `make ${step.node} a voter`, promoteScript(step), {
      timeoutSeconds: INSTANT_TIMEOUT,
      output: "silent",
    }),
    sshCommand(paths, step.node, "forget that it was a learner", `rm -f ${ETCD_JOINING}`, {
      timeoutSeconds: INSTANT_TIMEOUT,
    }),
  ],
  judge: (step, output, paths) => {
    if (output.code === 0) return DONE;
    const { node, timeoutSeconds } = step;
    return askedAgain(
      {
        node,
        says: "member-promote-failed",
        doing: describe(step),
        hint: `It is taken off etcd's list again, and its data are set aside. See why on ${node} (journalctl -u etcd), then run the same command again`,
      },
      output,
      paths,
      timeoutSeconds,
    );
  },
};

/** What etcd says to a learner that is not there yet is an answer as any other: it is asked again. */
function promoteScript({ through, peerUrl }: PromoteMemberStep): string {
  const own = `own=$(listed | grep -F ${atPeerUrl(peerUrl)}) || { echo 'it is not on the list of etcd' >&2; exit 1; }`;
  const voter = "case $own in *'\"isLearner\":true'*) ;; *) exit 0 ;; esac";
  return [
    ...etcdApi(through),
    own,
    voter,
    "case $own in *'\"clientURLs\":['*) ;; *) echo 'it was not started yet' >&2; exit 1 ;; esac",
    'answer=$(ask /v3/cluster/member/promote "{\\"ID\\":\\"$(id_in "$own")\\"}")',
    own,
    voter,
    'echo "etcd says: $answer" >&2',
    "exit 1",
  ].join("\n");
}
