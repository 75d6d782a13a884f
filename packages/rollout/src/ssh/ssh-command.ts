import type { HostName } from "@quorate/cluster";
import type { Command } from "@quorate/command";
import type { DeployPaths } from "../deploy-paths.ts";

/** What ssh exits with when the connection could not be made or was lost. */
export const SSH_LOST = 255;

/** What a command over ssh may have beside its script. */
interface Extras extends Pick<Command, "inputFrom" | "timeoutSeconds" | "output"> {
  /** Another port than the cluster's. */
  readonly port?: number;
  /**
   * `new`: a connection of its own, with a login of its own, as the next deployment will make one. The shared one
   * may have been let in by a system that lets in nobody any more: it proves nothing after an activation.
   */
  readonly connection?: "shared" | "new";
}

/** Runs a shell script on `node` as root. The script must hold no secret: it is an argument, seen by all. */
export function sshCommand(
  paths: Pick<DeployPaths, "sshConfig">,
  node: HostName,
  description: string,
  script: string,
  { port, connection, ...extras }: Extras = {},
): Command {
  const options = [
    ...(port === undefined ? [] : ["-p", String(port)]),
    ...(connection === "new" ? ["-o", "ControlPath=none"] : []),
  ];
  return {
    node,
    description,
    argv: ["ssh", "-F", paths.sshConfig, ...options, "--", node, script],
    ...extras,
  };
}

/** Ends the shared connection to `node`. One that is not open is no matter. */
export function endConnectionCommand(paths: Pick<DeployPaths, "sshConfig">, node: HostName): Command {
  return {
    node,
    description: "end the shared connection",
    argv: ["ssh", "-F", paths.sshConfig, "-O", "exit", "--", node],
    // A word to a process on this machine.
    timeoutSeconds: 10,
    output: "silent",
  };
}
