import type { CommandLine } from "../command-line/command-line.ts";
import { certificatesOption } from "../command-line/common-options.ts";
import type { UnlockOptions } from "./unlock.ts";

/** Adds `unlock`. */
export function addUnlock({ command, does }: CommandLine): void {
  command("unlock", "who deploys to the cluster, and take its lock from a run that is dead")
    .option("--yes", "take it also from a run that was heard of a moment ago", false)
    .addOption(certificatesOption())
    .action(
      does<UnlockOptions>((options) => async (context) => {
        const { unlock } = await import("./unlock.ts");
        return unlock(options, context);
      }),
    );
}
