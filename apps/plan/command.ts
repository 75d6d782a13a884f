import type { CommandLine } from "../command-line/command-line.ts";
import { certificatesOption } from "../command-line/common-options.ts";
import {
  addFlakeOptions,
  addPodOptions,
  allowOlderOption,
  coldStartOption,
  exceptOption,
  maxUnavailableOption,
  rebootOption,
  skipUnreachableOption,
  snapshotOption,
} from "../deploy/shared-options.ts";
import type { PlanOptions } from "./options.ts";

/** Adds `plan`. */
export function addPlan({ command, does }: CommandLine): void {
  addFlakeOptions(
    addPodOptions(
      command("plan [target...]", "what deploy would do and why; touches nothing")
        .addOption(exceptOption("all nodes"))
        .addOption(skipUnreachableOption())
        .option(
          "--build",
          "build what differs, here, to say who needs a reboot and which units restart",
          false,
        )
        .option(
          "--detailed-exitcode",
          "end with 2 where something is to be done, with 1 for every error",
          false,
        )
        .addOption(maxUnavailableOption())
        .addOption(allowOlderOption())
        .addOption(coldStartOption())
        .addOption(snapshotOption())
        .addOption(rebootOption())
        .addOption(certificatesOption()),
    ),
  ).action(
    does<Omit<PlanOptions, "targets">>((options, targets: string[]) => async (context) => {
      const { plan } = await import("./plan.ts");
      return plan({ ...options, targets }, context);
    }),
  );
}
