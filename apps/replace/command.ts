import { collectName } from "../command-line/collect-name.ts";
import type { CommandLine } from "../command-line/command-line.ts";
import { certificatesOption } from "../command-line/common-options.ts";
import {
  addFlakeOptions,
  allowOlderOption,
  anyTimeOption,
  snapshotOption,
} from "../deploy/shared-options.ts";
import type { ReplaceOptions } from "./replace.ts";

/** Adds `replace`. */
export function addReplace({ command, does }: CommandLine): void {
  addFlakeOptions(
    command("replace <node>", "install another machine, or another disk, in the place of a node that is lost")
      .option("--erase <node>", "consent to what it shows without this, by the node's name", collectName, [])
      .addOption(allowOlderOption())
      .addOption(anyTimeOption())
      .addOption(snapshotOption())
      .addOption(certificatesOption()),
  ).action(
    does<Omit<ReplaceOptions, "node">>((options, node: string) => async (context) => {
      const { replace } = await import("./replace.ts");
      return replace({ ...options, node }, context);
    }),
  );
}
