import type { HostName, SecretFile } from "@quorate/cluster";
import type { Command } from "@quorate/command";
import { type DeployPaths, secretsFolder } from "../deploy-paths.ts";
import { copyCommand } from "../nix/nix-command.ts";
import { probeScript } from "../observe/probe-script.ts";
import { sshCommand } from "../ssh/ssh-command.ts";
import { installCommand, stageInstallationCommands } from "./install.ts";
import { putScript } from "./put-secrets.ts";
import { receiveScript } from "./stage-secrets.ts";
import type { NodeStep } from "./step.ts";
import { switchScript } from "./switch.ts";

/** Seconds that looking at a host may take: its secrets are a few kilobytes. */
const PROBE_TIMEOUT = 60;
/** Seconds that an activation may take; it goes on by itself on the host when nobody waits any more. */
const SWITCH_TIMEOUT = 30 * 60;
/** Seconds for what a host does in an instant. */
const INSTANT_TIMEOUT = 120;

/** Looks at a node without changing anything; on another `port` than the cluster's where one is given. */
export function probeCommand(paths: Pick<DeployPaths, "sshConfig">, node: HostName, port?: number): Command {
  return sshCommand(paths, node, "look at the machine", probeScript(), {
    ...(port === undefined ? {} : { port }),
    output: "silent",
    timeoutSeconds: PROBE_TIMEOUT,
  });
}

/** The commands that a step consists of, run in order until one fails. */
export function commandsOfStep(paths: DeployPaths, step: NodeStep): readonly Command[] {
  const { node } = step;
  const ssh = (description: string, script: string, timeoutSeconds: number): readonly Command[] => [
    sshCommand(paths, node, description, script, { timeoutSeconds }),
  ];
  switch (step.kind) {
    case "copy-closure":
      return [copyCommand(paths, node, step.closure)];
    case "stage-secrets":
      return [
        sshCommand(paths, node, "send certificates and keys, beside those in use", receiveScript(), {
          inputFrom: tarArguments(secretsFolder(paths, node), step.files),
          timeoutSeconds: INSTANT_TIMEOUT,
          output: "silent",
        }),
      ];
    case "stage-installation":
      return stageInstallationCommands(paths, step);
    case "put-secrets":
      return ssh("put them in place", putScript(step.files, step.remove), INSTANT_TIMEOUT);
    case "set-profile":
      return ssh(
        "set the system profile",
        `nix-env -p /nix/var/nix/profiles/system --set ${step.closure}`,
        INSTANT_TIMEOUT,
      );
    case "switch":
      return ssh("activate", switchScript(step.closure), SWITCH_TIMEOUT);
    case "install":
      return [installCommand(paths, step)];
    case "wait-for-ssh":
      return [
        sshCommand(paths, node, "wait until it answers", "true", {
          timeoutSeconds: PROBE_TIMEOUT,
          output: "silent",
        }),
      ];
    case "verify":
      return [{ ...probeCommand(paths, node), description: "verify what runs" }];
  }
}

function tarArguments(folder: string, files: readonly SecretFile[]): readonly [string, ...string[]] {
  return [
    "tar",
    "--create",
    "--file=-",
    "--owner=0",
    "--group=0",
    "--numeric-owner",
    `--directory=${folder}`,
    "--",
    ...files.map((file) => file.file),
  ];
}
