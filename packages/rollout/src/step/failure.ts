import type { HostName } from "@quorate/cluster";
import { type CommandOutput, lastLine } from "@quorate/command";
import type { DeployPaths } from "../deploy-paths.ts";
import { sshFailure } from "../observe/ssh-failure.ts";
import { problem, type RolloutProblem, type RolloutProblemCode } from "../problem-kind.ts";
import { SSH_LOST } from "../ssh/ssh-command.ts";
import { DONE, failedBy, type Judgement } from "./judgement.ts";

/** What a step says of itself when a command of it has failed. */
export interface FailedStep {
  readonly node: HostName;
  /** The code of its problem. */
  readonly says: Extract<RolloutProblemCode, `${string}-failed`>;
  /** What it was doing, as its progress line has it. */
  readonly doing: string;
  /** What is left behind, and what to do about it. */
  readonly hint: string;
}

/** What a failed command means, where its exit code is the program's own. */
export function commandFailure(
  { node, says, doing, hint }: FailedStep,
  output: CommandOutput,
): RolloutProblem {
  const ended =
    output.code === undefined
      ? "was ended, it took too long or was killed"
      : `failed with exit code ${output.code}`;
  return problem(says, node, `${node}: ${doing} ${ended}${lastLine(output.stderr)}`, hint);
}

/** The same where exit code 255 may be that of the connection. */
export function sshCommandFailure(
  step: FailedStep,
  output: CommandOutput,
  paths: Pick<DeployPaths, "certificates">,
): RolloutProblem {
  if (output.code !== SSH_LOST) return commandFailure(step, output);
  const { node } = step;
  const failure = sshFailure(node, output, paths);
  if (failure.kind === "unreachable") return failure.problem;
  return problem(
    "host-key-changed",
    node,
    `${node} no longer shows the host key that was made for it`,
    "See at its console which system runs; if it is still the installer, the installation did not finish",
  );
}

/** Exit code 0 is all that there is to a success. */
export function endOfCommand(step: FailedStep, output: CommandOutput): Judgement {
  return output.code === 0 ? DONE : failedBy(commandFailure(step, output));
}

/** The same for a command over ssh, whose exit code may be that of the connection. */
export function endOverSsh(
  step: FailedStep,
  output: CommandOutput,
  paths: Pick<DeployPaths, "certificates">,
): Judgement {
  return output.code === 0 ? DONE : failedBy(sshCommandFailure(step, output, paths));
}

/** What has failed may yet go well: it is asked again, until so many seconds have passed since the first time. */
export function askedAgain(
  step: FailedStep,
  output: CommandOutput,
  paths: Pick<DeployPaths, "certificates">,
  withinSeconds: number,
): Judgement {
  return { kind: "ask-again", problem: sshCommandFailure(step, output, paths), withinSeconds };
}

/** The others can't do without its member of etcd any more, which the node itself has asked before anything was stopped. */
export function othersLost(node: HostName, output: CommandOutput): RolloutProblem {
  return problem(
    "others-lost",
    node,
    `${node} was about to be stopped, and etcd would have had no quorum without it${lastLine(output.stderr)}: since it was asked before somebody else was lost`,
    "Nothing of it was stopped. See `quorate etcd members`; once the others serve, run the same command again",
  );
}
