import type { HostName } from "@quorate/cluster";
import { answersOf } from "../observe/answers.ts";
import { bootIdOf } from "../observe/host/boot.ts";
import { PROBE_TIMEOUT } from "../observe/probe.ts";
import { problem } from "../problem-kind.ts";
import { SSH_LOST, sshCommand } from "../ssh/ssh-command.ts";
import { parseStorePath, type StorePath } from "../store-path.ts";
import { HEARD } from "../watchdog/on-host.ts";
import { sshCommandFailure } from "./failure.ts";
import { DONE, failedBy, type Judgement } from "./judgement.ts";
import type { StepKind } from "./step-kind.ts";

/** Waits until the machine lets a new connection in, in another boot than before its reboot, with the system meant. */
export interface WaitForBootStep {
  readonly node: HostName;
  readonly closure: StorePath;
  readonly timeoutSeconds: number;
}

const doing = "waiting for it to boot";

/** See {@link WaitForBootStep}. */
export const waitForBoot: StepKind<WaitForBootStep> = {
  phase: "activation",
  speaks: true,
  describe: () => doing,
  commands: ({ node }, paths) => [
    sshCommand(paths, node, "ask which boot it is in", ASK, {
      connection: "new",
      timeoutSeconds: PROBE_TIMEOUT,
      output: "silent",
    }),
  ],
  judge: ({ node, closure, timeoutSeconds }, output, { certificates, learned }) => {
    const again = (message: string): Extract<Judgement, { readonly kind: "ask-again" }> => ({
      kind: "ask-again",
      withinSeconds: timeoutSeconds,
      problem: problem("reboot-timed-out", node, message, CONSOLE),
    });
    if (output.code !== 0) {
      const failed = { node, says: "reboot-failed", doing, hint: CONSOLE } as const;
      const { message } = sshCommandFailure(failed, output, { certificates });
      if (output.code !== SSH_LOST) return again(message);
      return {
        ...again(`${node} was rebooted, and does not let a new connection in: ${message}`),
        learned: { silentSeconds: timeoutSeconds },
      };
    }
    const { last } = answersOf(output.stdout.split("\n"));
    const bootId = bootIdOf(last("boot-id"));
    // What is not known is no proof: neither of this boot nor of the one before.
    if (bootId === undefined || learned.bootBefore === undefined) {
      return again(`${node} does not tell which boot it is in, so that nothing proves that it was rebooted`);
    }
    if (bootId === learned.bootBefore) return again(`${node} was told to reboot, and has not yet`);
    const runs = parseStorePath(last("current"));
    if (runs === closure) return DONE;
    return failedBy(
      problem(
        "boot-system",
        node,
        `${node} has booted ${runs ?? "no system"}, and not ${closure}`,
        "See at its console what its boot loader starts (on the machine: bootctl list), then run the same command again",
      ),
    );
  },
};

const ASK = [
  HEARD,
  "set -eu",
  'echo "boot-id=$(cat /proc/sys/kernel/random/boot_id)"',
  'echo "current=$(readlink -f /run/current-system)"',
].join("\n");

const CONSOLE =
  "See the machine's console: did it boot, and has it its address? Then run the same command again";
