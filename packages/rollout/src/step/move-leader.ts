import type { DistributionKind, HostName } from "@quorate/cluster";
import { shellWord } from "@quorate/command";
import { journalOf } from "../distribution/journal.ts";
import { OPERATIONS } from "../distribution/operations.ts";
import { curl } from "../observe/subject.ts";
import { problem } from "../problem-kind.ts";
import { sshCommand } from "../ssh/ssh-command.ts";
import { isDisturbed } from "./disturbed.ts";
import { sshCommandFailure } from "./failure.ts";
import { DONE, failedBy } from "./judgement.ts";
import { INSTANT_TIMEOUT, type StepKind } from "./step-kind.ts";

/** Hands the lead of etcd over to another member, where the node's own has it, before that one is stopped. */
export interface MoveLeaderStep {
  readonly node: HostName;
  readonly distribution: DistributionKind;
  /** Where its own member is asked. */
  readonly clientUrl: string;
  /** To whom, the one that is asked first before the others. */
  readonly others: readonly {
    readonly node: HostName;
    readonly clientUrl: string;
    readonly peerUrl: string;
  }[];
  /** Only where one of these units would be disturbed; none where that is certain. */
  readonly units: readonly string[];
}

const doing = "handing the lead of etcd over";

/** Seconds within which somebody has to take it. */
const MOVE_TIMEOUT = 30;

/** See {@link MoveLeaderStep}. */
export const moveLeader: StepKind<MoveLeaderStep> = {
  phase: "activation",
  describe: () => doing,
  isNeeded: ({ units }, learned) => isDisturbed(units, learned),
  commands: (step, paths) => [
    sshCommand(paths, step.node, "hand the lead of etcd over", moveScript(step), {
      timeoutSeconds: INSTANT_TIMEOUT,
      output: "silent",
    }),
  ],
  judge: ({ node, distribution }, output, paths) => {
    const [, word] = /^lead=(\S+)$/m.exec(output.stdout) ?? [];
    if (output.code === 0 && word !== "stays") return DONE;
    if (output.code === 0) {
      return {
        kind: "ask-again",
        withinSeconds: MOVE_TIMEOUT,
        problem: problem(
          "leader-stays",
          node,
          `${node} leads etcd, and no other member took the lead over`,
          `Nothing of the node was stopped. See what the others say (${journalOf(OPERATIONS[distribution].unitOf.etcd)} on their machines): slow disks and networks are the usual cause. Then run the same command again`,
        ),
      };
    }
    return failedBy(
      sshCommandFailure(
        {
          node,
          says: "move-leader-failed",
          doing,
          hint: "Nothing of the node was stopped. Run the same command again",
        },
        output,
        paths,
      ),
    );
  },
};

/** Lines of shell that end the shell, and print `lead=` and `none` where it has none to give, `moved`, or `stays`. */
export function moveScript({ clientUrl, others, distribution }: MoveLeaderStep): string {
  const { client: who, answersOthers } = OPERATIONS[distribution].etcd;
  const ask = (url: string, ...more: readonly string[]) => curl(url, who, more);
  const status = (url: string) => ask(`${url}/v3/maintenance/status`, "--data", "'{}'");
  const transfer = ask(
    `${clientUrl}/v3/maintenance/transfer-leadership`,
    ...["--output", "/dev/null", "--data", '"{\\"targetID\\":\\"$target\\"}"'],
  );
  return [
    // Ids have 64 bits, and are texts. Nobody leads where it is 0 or left out.
    `number() { printf '%s' "$2" | tr -d '\\n' | sed -n "s/.*\\"$1\\": *\\"\\([1-9][0-9]*\\)\\".*/\\1/p"; }`,
    // To whom, by what it says of its health and of itself.
    "hand_to() {",
    ...(answersOthers
      ? [
          `  case $1 in *'"true"'*) ;; *) return ;; esac`,
          `  case $2 in *'"isLearner":true'*) return ;; esac`,
          '  target=$(number member_id "$2")',
        ]
      : [
          // They tell nobody but their own hosts how they are: who can't take the lead lets the time pass.
          `  target=$(printf '%s' "$members" | tr -d ' \\n' | tr '{' '\\n' | grep -F "$1" | grep -vF '"isLearner":true' | sed -n 's/.*"ID":"\\([0-9]*\\)".*/\\1/p')`,
        ]),
    '  [ -n "$target" ] || return',
    `  ${transfer}`,
    "  for try in 1 2 3 4 5 6 7 8; do",
    `    leader=$(number leader "$(${status(clientUrl)})")`,
    '    if [ -n "$leader" ] && [ "$leader" != "$me" ]; then echo lead=moved; exit 0; fi',
    "    sleep 0.5",
    "  done",
    "}",
    `own=$(${status(clientUrl)})`,
    'me=$(number member_id "$own")',
    'if [ -z "$me" ] || [ "$(number leader "$own")" != "$me" ]; then echo lead=none; exit 0; fi',
    ...(answersOthers
      ? others.map(
          (other) => `hand_to "$(${ask(`${other.clientUrl}/health`)})" "$(${status(other.clientUrl)})"`,
        )
      : [
          `members=$(${ask(`${clientUrl}/v3/cluster/member/list`, "--data", "'{}'")})`,
          ...others.map((other) => `hand_to ${shellWord(`"${other.peerUrl}"`)}`),
        ]),
    "echo lead=stays",
  ].join("\n");
}
