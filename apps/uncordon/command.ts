import type { CommandLine } from "../command-line/command-line.ts";
import { certificatesOption } from "../command-line/common-options.ts";
import type { UncordonOptions } from "./uncordon.ts";

/** Adds `uncordon`. */
export function addUncordon({ command, does }: CommandLine): void {
  command(
    "uncordon [node...]",
    "undo cordons that deployments have left, on these nodes or on all; no others",
  )
    .addOption(certificatesOption())
    .action(
      does<Omit<UncordonOptions, "targets">>((options, targets: string[]) => async (context) => {
        const { uncordon } = await import("./uncordon.ts");
        return uncordon({ ...options, targets }, context);
      }),
    );
}
