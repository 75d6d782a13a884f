import type { HostName, IpAddress } from "@quorate/cluster";
import { installationFolder, operatorIdentity } from "../deploy-paths.ts";
import type { StorePath } from "../store-path.ts";
import { endOfCommand } from "./failure.ts";
import type { StepKind } from "./step-kind.ts";

/** Erases the node's disk and installs NixOS through nixos-anywhere; the node reboots into it. */
export interface InstallStep {
  readonly node: HostName;
  readonly address: IpAddress;
  readonly closure: StorePath;
  readonly diskoScript: StorePath;
}

/** Seconds that an installation may take: the closure goes over the network, the firmware takes its time. */
const INSTALL_TIMEOUT = 60 * 60;

const doing = "installing NixOS through nixos-anywhere";

/**
 * Kexec into an installer if the machine is not in one, format the disk, copy the closure, add the extra
 * files, reboot. Both store paths are built already, hence nothing is evaluated again.
 */
export const install: StepKind<InstallStep> = {
  phase: "activation",
  describe: () => doing,
  commands: ({ node, address, closure, diskoScript }, paths) => [
    {
      node,
      description: "install NixOS (erases the disk)",
      // Where the machine accepts no key of ours, nixos-anywhere tries again for ever.
      timeoutSeconds: INSTALL_TIMEOUT,
      argv: [
        "nixos-anywhere",
        "--store-paths",
        diskoScript,
        closure,
        "--build-on",
        "local",
        "--extra-files",
        installationFolder(paths, node),
        "-i",
        operatorIdentity(paths.certificates),
        "--target-host",
        `root@${address}`,
      ],
    },
  ],
  // It says 255 for its own reasons.
  judge: ({ node }, output, { certificates }) =>
    endOfCommand(
      {
        node,
        says: "install-failed",
        doing,
        hint: `The disk may be half-written: run the same command again, an installation starts from the beginning; nixos-anywhere must be on PATH, and root on the machine must accept ${operatorIdentity(certificates)}.pub or a key of your ssh-agent`,
      },
      output,
    ),
};
