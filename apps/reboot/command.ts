import type { CommandLine } from "../command-line/command-line.ts";
import { certificatesOption } from "../command-line/common-options.ts";
import { addPodOptions, anyTimeOption, snapshotOption } from "../deploy/shared-options.ts";
import type { RebootOptions } from "./reboot.ts";

/** Adds `reboot`. */
export function addReboot({ command, does }: CommandLine): void {
  addPodOptions(
    command("reboot [node...]", "reboot nodes one by one, each once the others can do without it")
      .option("--all", "every node of the file that is not offline", false)
      .addOption(anyTimeOption())
      .addOption(snapshotOption())
      .addOption(certificatesOption()),
  ).action(
    does<Omit<RebootOptions, "targets">>((options, targets: string[]) => async (context) => {
      const { reboot } = await import("./reboot.ts");
      return reboot({ ...options, targets }, context);
    }),
  );
}
