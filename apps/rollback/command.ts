import type { CommandLine } from "../command-line/command-line.ts";
import { certificatesOption } from "../command-line/common-options.ts";
import {
  addPodOptions,
  anyTimeOption,
  coldStartOption,
  rebootOption,
  snapshotOption,
  watchdogOption,
} from "../deploy/shared-options.ts";
import type { RollbackOptions } from "./rollback.ts";

/** Adds `rollback`. */
export function addRollback({ command, does }: CommandLine): void {
  addPodOptions(
    command(
      "rollback <node...>",
      "take nodes back to the system that they ran before, with the certificates and keys of then",
    )
      .option("--yes", "consent to what it shows without this", false)
      .addOption(rebootOption())
      .addOption(watchdogOption())
      .addOption(anyTimeOption())
      .addOption(coldStartOption())
      .addOption(snapshotOption())
      .addOption(certificatesOption()),
  ).action(
    does<Omit<RollbackOptions, "targets">>((options, targets: string[]) => async (context) => {
      const { rollback } = await import("./rollback.ts");
      return rollback({ ...options, targets }, context);
    }),
  );
}
