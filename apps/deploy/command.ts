import { Option } from "commander";
import { collectName } from "../command-line/collect-name.ts";
import type { CommandLine } from "../command-line/command-line.ts";
import { certificatesOption } from "../command-line/common-options.ts";
import type { DeployOptions } from "./options.ts";
import {
  addFlakeOptions,
  addPodOptions,
  allowOlderOption,
  anyTimeOption,
  coldStartOption,
  exceptOption,
  maxUnavailableOption,
  rebootOption,
  skipUnreachableOption,
  snapshotOption,
  watchdogOption,
} from "./shared-options.ts";

/** Adds `deploy`. */
export function addDeploy({ command, does }: CommandLine): void {
  addFlakeOptions(
    addPodOptions(
      command("deploy [target...]", "install bare machines, bring installed ones up to date")
        .option("--all", "every node of the file that is not offline", false)
        .addOption(exceptOption("--all"))
        .addOption(skipUnreachableOption())
        .option("--dry-run", "print every command, contact no host", false)
        .addOption(
          new Option("--assume <state>", "what a dry run takes the machines to be (default: both)").choices([
            "installed",
            "bare",
          ]),
        )
        .addOption(maxUnavailableOption())
        .addOption(allowOlderOption())
        .addOption(watchdogOption())
        .addOption(anyTimeOption())
        .option("--yes", "consent to erasing the disk of a machine that nobody knows yet", false)
        .option(
          "--erase <node>",
          "consent to erasing its disk, whatever it was before; repeatable",
          collectName,
          [],
        )
        .option(
          "--remove <member>",
          "remove a member from etcd that machines.ts does not have, or has elsewhere; repeatable",
          collectName,
          [],
        )
        .addOption(coldStartOption())
        .addOption(snapshotOption())
        .option(
          "--skip-initial-health",
          "ask for what `health` of machines.ts has after each node alone, and not before the first",
        )
        .addOption(rebootOption())
        .addOption(certificatesOption()),
    ),
  ).action(
    does<Omit<DeployOptions, "targets">>((options, targets: string[]) => async (context) => {
      const { deploy } = await import("./deploy.ts");
      return deploy({ ...options, targets }, context);
    }),
  );
}
