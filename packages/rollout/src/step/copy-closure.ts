import type { HostName } from "@quorate/cluster";
import { copyCommand } from "../nix/nix-command.ts";
import { GC_ROOTS } from "../on-host.ts";
import { sshCommand } from "../ssh/ssh-command.ts";
import type { StorePath } from "../store-path.ts";
import { endOfCommand } from "./failure.ts";
import { INSTANT_TIMEOUT, type StepKind } from "./step-kind.ts";

/** Copies a built system into the node's store. */
export interface CopyClosureStep {
  readonly node: HostName;
  readonly closure: StorePath;
}

const doing = "copying the closure";

/** See {@link CopyClosureStep}. */
export const copyClosure: StepKind<CopyClosureStep> = {
  phase: "staging",
  describe: () => doing,
  commands: ({ node, closure }, paths) => [
    // Before the copy: from the moment on that the closure is there the garbage collector leaves it alone.
    sshCommand(paths, node, "keep the closure from the garbage collector", rootScript(closure), {
      timeoutSeconds: INSTANT_TIMEOUT,
    }),
    copyCommand(paths, node, closure),
  ],
  // Over a connection of Nix's own, whose exit codes say nothing of ssh.
  judge: ({ node }, output) =>
    endOfCommand(
      {
        node,
        says: "copy-closure-failed",
        doing,
        hint: "Nothing was activated; see the space in /nix on the machine, and the network between",
      },
      output,
    ),
};

function rootScript(closure: StorePath): string {
  return ["set -eu", `mkdir -p ${GC_ROOTS}`, `ln -sfn ${closure} ${GC_ROOTS}/staged`].join("\n");
}
