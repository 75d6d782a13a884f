import { SECRETS_DIRECTORY } from "@quorate/cluster";
import type { Command } from "@quorate/command";
import { type DeployPaths, operatorIdentity, secretsFolder } from "../deploy-paths.ts";
import type { InstallStep, StageInstallationStep } from "./step.ts";

/** Seconds that an installation may take: the closure goes over the network, the firmware takes its time. */
const INSTALL_TIMEOUT = 60 * 60;

/**
 * Lays out a node's secrets as they are to lie on the new disk. nixos-anywhere keeps the modes, for the
 * folders on the way down as well, and makes root the owner; the tmpfiles rules of the first boot do the rest.
 */
export function stageInstallationCommands(
  paths: DeployPaths,
  step: StageInstallationStep,
): readonly Command[] {
  const root = `${paths.installations}/${step.node}`;
  const folders = SECRETS_DIRECTORY.split("/").slice(1, -1);
  const parents = [root, ...folders.map((_, index) => `${root}/${folders.slice(0, index + 1).join("/")}`)];
  const target = `${root}${SECRETS_DIRECTORY}`;
  const command = (description: string, argv: Command["argv"]): Command => ({
    node: step.node,
    description,
    argv,
  });
  return [
    command("make the folders of the installation", ["install", "-d", "-m", "0755", "--", ...parents]),
    command("make its secrets folder", ["install", "-d", "-m", "0711", "--", target]),
    ...(["0600", "0644"] as const).flatMap((mode) => {
      const files = step.files.filter((file) => file.mode === mode);
      if (files.length === 0) return [];
      const sources = files.map((file) => `${secretsFolder(paths, step.node)}/${file.file}`);
      return [
        command(`add the files of mode ${mode}`, ["install", "-m", mode, "-t", target, "--", ...sources]),
      ];
    }),
  ];
}

/**
 * Installs a machine: kexec into an installer if it is not in one, format the disk, copy the closure, add
 * the extra files, reboot. Both store paths are built already, hence nothing is evaluated again.
 */
export function installCommand(paths: DeployPaths, step: InstallStep): Command {
  return {
    node: step.node,
    description: "install NixOS (erases the disk)",
    // Where the machine accepts no key of ours, nixos-anywhere tries again for ever.
    timeoutSeconds: INSTALL_TIMEOUT,
    argv: [
      "nixos-anywhere",
      "--store-paths",
      step.diskoScript,
      step.closure,
      "--build-on",
      "local",
      "--extra-files",
      `${paths.installations}/${step.node}`,
      "-i",
      operatorIdentity(paths.certificates),
      "--target-host",
      `root@${step.address}`,
    ],
  };
}
