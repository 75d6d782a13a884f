import type { HostName } from "@quorate/cluster";
import { PROBE_TIMEOUT } from "../observe/probe.ts";
import { sshCommand } from "../ssh/ssh-command.ts";
import { sshCommandFailure } from "./failure.ts";
import { DONE } from "./judgement.ts";
import type { StepKind } from "./step-kind.ts";

/** Waits until the node answers and proves, with the host key made beforehand, who it is. */
export interface WaitForSshStep {
  readonly node: HostName;
  readonly timeoutSeconds: number;
}

const doing = "waiting for ssh";

/** See {@link WaitForSshStep}. */
export const waitForSsh: StepKind<WaitForSshStep> = {
  phase: "activation",
  describe: () => doing,
  commands: ({ node }, paths) => [
    sshCommand(paths, node, "wait until it answers", "true", {
      timeoutSeconds: PROBE_TIMEOUT,
      output: "silent",
    }),
  ],
  judge: ({ node, timeoutSeconds }, output, paths) => {
    if (output.code === 0) return DONE;
    const problem = sshCommandFailure(
      {
        node,
        says: "wait-for-ssh-failed",
        doing,
        hint: "See the machine's console: did it boot from the installed disk, and has it its address?",
      },
      output,
      paths,
    );
    // Whatever is wrong now: a machine that boots says all kinds of things before it is there.
    return { kind: "ask-again", problem, withinSeconds: timeoutSeconds };
  },
};
