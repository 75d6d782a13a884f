import { type HostName, SECRETS_DIRECTORY, type SecretFile } from "@quorate/cluster";
import type { Command } from "@quorate/command";
import { installationFolder, secretsFolder } from "../deploy-paths.ts";
import { endOfCommand } from "./failure.ts";
import type { StepKind } from "./step-kind.ts";

/** Lays out, on this machine, the files that an installation puts on the new disk. */
export interface StageInstallationStep {
  readonly node: HostName;
  readonly files: readonly SecretFile[];
}

const doing = "laying out the files of the installation";

/**
 * A node's secrets are laid out as they are to lie on the new disk. nixos-anywhere keeps the modes, for the
 * folders on the way down as well, and makes root the owner; the tmpfiles rules of the first boot do the rest.
 */
export const stageInstallation: StepKind<StageInstallationStep> = {
  phase: "staging",
  describe: () => doing,
  commands: ({ node, files }, paths) => {
    const root = installationFolder(paths, node);
    const folders = SECRETS_DIRECTORY.split("/").slice(1, -1);
    const parents = [root, ...folders.map((_, index) => `${root}/${folders.slice(0, index + 1).join("/")}`)];
    const target = `${root}${SECRETS_DIRECTORY}`;
    const command = (description: string, argv: Command["argv"]): Command => ({ node, description, argv });
    return [
      command("make the folders of the installation", ["install", "-d", "-m", "0755", "--", ...parents]),
      command("make its secrets folder", ["install", "-d", "-m", "0711", "--", target]),
      ...(["0600", "0644"] as const).flatMap((mode) => {
        const sources = files
          .filter((file) => file.mode === mode)
          .map((file) => `${secretsFolder(paths, node)}/${file.file}`);
        if (sources.length === 0) return [];
        return [
          command(`add the files of mode ${mode}`, ["install", "-m", mode, "-t", target, "--", ...sources]),
        ];
      }),
    ];
  },
  judge: ({ node }, output) =>
    endOfCommand(
      {
        node,
        says: "stage-installation-failed",
        doing,
        hint: "No machine was touched; see the space for temporary files here",
      },
      output,
    ),
};
