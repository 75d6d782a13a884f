import type { CommandLine } from "../command-line/command-line.ts";
import { certificatesOption } from "../command-line/common-options.ts";
import type { QuorumOptions } from "./quorum.ts";

/** Adds `quorum`. */
export function addQuorum({ command, does }: CommandLine): void {
  command(
    "quorum",
    "etcd alone, from nix/generated and the certificates: its quorum and its loss, shown here",
  )
    .addOption(certificatesOption())
    .action(
      does<QuorumOptions>((options) => async (context) => {
        const { quorum } = await import("./quorum.ts");
        return quorum(options, context);
      }),
    );
}
