import type { HostName } from "@quorate/cluster";
import { sshCommand } from "../ssh/ssh-command.ts";
import type { StorePath } from "../store-path.ts";
import { endOverSsh } from "./failure.ts";
import type { StepKind } from "./step-kind.ts";
import { LEAVING_CONFIRMED } from "./switch.ts";

/** Makes the closure what the boot loader starts, and changes nothing of what runs: `switch-to-configuration boot`. */
export interface SetBootStep {
  readonly node: HostName;
  readonly closure: StorePath;
}

const doing = "making it what boots next";

/** Seconds that a boot loader may take: it copies kernels. */
const BOOT_LOADER_TIMEOUT = 10 * 60;

/** See {@link SetBootStep}. */
export const setBoot: StepKind<SetBootStep> = {
  phase: "activation",
  describe: () => doing,
  commands: ({ node, closure }, paths) => [
    sshCommand(paths, node, "make it what boots next", script(closure), {
      timeoutSeconds: BOOT_LOADER_TIMEOUT,
    }),
  ],
  judge: ({ node }, output, paths) =>
    endOverSsh(
      {
        node,
        says: "set-boot-failed",
        doing,
        hint: "It runs what it ran, and may boot either system; see whether /boot is full, and run the same command again",
      },
      output,
      paths,
    ),
};

/** What is confirmed until now must not be found after this one was booted and has failed. */
function script(closure: StorePath): string {
  return [...LEAVING_CONFIRMED, `${closure}/bin/switch-to-configuration boot`].join("\n");
}
