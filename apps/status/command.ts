import type { CommandLine } from "../command-line/command-line.ts";
import { certificatesOption } from "../command-line/common-options.ts";
import type { StatusOptions } from "./status.ts";

/** Adds `status`. */
export function addStatus({ command, does }: CommandLine): void {
  command("status", "machines, etcd, control plane, certificates as served, drift")
    .option("--watch", "look again every ten seconds, until it is ended", false)
    .addOption(certificatesOption())
    .action(
      does<StatusOptions>((options) => async (context) => {
        const { status } = await import("./status.ts");
        return status(options, context);
      }),
    );
}
