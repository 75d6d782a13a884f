import type { HostName } from "@quorate/cluster";
import { copyCommand } from "../nix/nix-command.ts";
import type { StorePath } from "../store-path.ts";
import { endOfCommand } from "./failure.ts";
import type { StepKind } from "./step-kind.ts";

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
  commands: ({ node, closure }, paths) => [copyCommand(paths, node, closure)],
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
