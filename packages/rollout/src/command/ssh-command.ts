import type { HostName } from "@quorate/cluster";
import type { Command } from "./command.ts";
import type { DeployPaths } from "./deploy-paths.ts";

type Extras = Pick<Command, "inputFrom" | "timeoutSeconds" | "quiet">;

/** Runs a shell script on `node` as root. The script must hold no secret: it is an argument, seen by all. */
export function sshCommand(
  paths: Pick<DeployPaths, "sshConfig">,
  node: HostName,
  description: string,
  script: string,
  extras: Extras = {},
): Command {
  return { node, description, argv: ["ssh", "-F", paths.sshConfig, "--", node, script], ...extras };
}
