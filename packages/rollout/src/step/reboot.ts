import type { HostName } from "@quorate/cluster";
import { answersOf } from "../observe/answers.ts";
import { bootIdOf } from "../observe/host/boot.ts";
import { problem } from "../problem-kind.ts";
import { sshCommand } from "../ssh/ssh-command.ts";
import { MISSED, type OtherMembers, unlessMissed } from "../watchdog/others-can.ts";
import { endOverSsh, othersLost } from "./failure.ts";
import { failedBy } from "./judgement.ts";
import { INSTANT_TIMEOUT, type StepKind } from "./step-kind.ts";
import { UNLESS_GONE_BACK } from "./switch.ts";

/** Restarts the machine. */
export interface RebootStep {
  readonly node: HostName;
  /** What for, in words that follow `for`. */
  readonly because: string;
  /** Whether its watchdog was armed before: one that goes back is left alone. Default: it was not. */
  readonly watched?: true;
  /** Whom its member of etcd asks right before, whether they can do without it; `undefined` where it has none. */
  readonly others: OtherMembers | undefined;
}

/** See {@link RebootStep}. */
export const reboot: StepKind<RebootStep> = {
  phase: "activation",
  describe,
  commands: ({ node, watched, others }, paths) => [
    // What it answers is no sentence.
    sshCommand(paths, node, "reboot", rebootScript(watched ?? false, others), {
      timeoutSeconds: INSTANT_TIMEOUT,
      output: "silent",
    }),
  ],
  judge: (step, output, paths) => {
    const { node } = step;
    if (output.code === MISSED) return failedBy(othersLost(node, output));
    const hint = "The machine may be about to reboot: look at its console, then run the same command again";
    const bootBefore = bootIdOf(answersOf(output.stdout.split("\n")).last("boot-id"));
    if (output.code === 0 && bootBefore !== undefined) return { kind: "done", learned: { bootBefore } };
    if (output.code === 0) {
      return failedBy(
        problem("reboot-failed", node, `${node} did not tell which boot it is in before its reboot`, hint),
      );
    }
    return endOverSsh({ node, says: "reboot-failed", doing: describe(step), hint }, output, paths);
  },
};

function describe({ because }: RebootStep): string {
  return `rebooting, for ${because}`;
}

/** In a moment, so that the connection that asks comes to its end in order. */
function rebootScript(watched: boolean, others: OtherMembers | undefined): string {
  return [
    "set -eu",
    "id=$(cat /proc/sys/kernel/random/boot_id)",
    "sync",
    ...unlessMissed(others),
    ...(watched ? [UNLESS_GONE_BACK] : []),
    "systemd-run --quiet --collect --unit=quorate-reboot --on-active=1 systemctl reboot",
    'echo "boot-id=$id"',
  ].join("\n");
}
