import type { HostName } from "@quorate/cluster";
import type { Command } from "@quorate/command";
import type { DeployPaths } from "../deploy-paths.ts";

/** What ssh exits with when the connection could not be made or was lost. */
export const SSH_LOST = 255;

/** What a command over ssh may have beside its script. */
type Extras = Pick<Command, "inputFrom" | "timeoutSeconds" | "output">;

/**
 * Runs a shell script on `node` as root, on another `port` than the cluster's where one is given. The script
 * must hold no secret: it is an argument, seen by all.
 */
export function sshCommand(
  paths: Pick<DeployPaths, "sshConfig">,
  node: HostName,
  description: string,
  script: string,
  { port, ...extras }: Extras & { readonly port?: number } = {},
): Command {
  const other = port === undefined ? [] : ["-p", String(port)];
  return { node, description, argv: ["ssh", "-F", paths.sshConfig, ...other, "--", node, script], ...extras };
}

/** Ends the shared connection to `node`. One that is not open is no matter. */
export function endConnectionCommand(paths: Pick<DeployPaths, "sshConfig">, node: HostName): Command {
  return {
    node,
    description: "end the shared connection",
    argv: ["ssh", "-F", paths.sshConfig, "-O", "exit", "--", node],
    output: "silent",
  };
}
