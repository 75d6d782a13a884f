import type { HostName } from "@quorate/cluster";
import type { Command, CommandOutput } from "@quorate/command";
import type { ApiDoor } from "../api/api-door.ts";
import { kubectlScript } from "../api/kubectl.ts";
import type { DeployPaths } from "../deploy-paths.ts";
import { SSH_LOST, sshCommand } from "../ssh/ssh-command.ts";
import { askedAgain, type FailedStep } from "./failure.ts";
import type { Judgement } from "./judgement.ts";

/** A step that is done through the API: to a node, on the host of a master. */
export interface ApiStep {
  readonly node: HostName;
  readonly api: ApiDoor;
}

/** Seconds that a question to the API may take, a drain's own wait among them. */
const ASK_TIMEOUT = 120;

/** Seconds for which an API that does not answer is no more than one that is being restarted. */
const PATIENCE = 60;

/** Runs `lines` where the API is asked. */
export function apiCommand(
  paths: DeployPaths,
  { api }: ApiStep,
  description: string,
  lines: readonly string[],
): Command {
  return sshCommand(paths, api.host, description, kubectlScript(api, lines), {
    timeoutSeconds: ASK_TIMEOUT,
    output: "silent",
  });
}

/** The API could not be asked: not yet, and after a while not at all. */
export function notAsked(
  { node, api }: ApiStep,
  step: Omit<FailedStep, "node">,
  output: CommandOutput,
  paths: Pick<DeployPaths, "certificates">,
): Judgement {
  return askedAgain({ ...step, node: output.code === SSH_LOST ? api.host : node }, output, paths, PATIENCE);
}
