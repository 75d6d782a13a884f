import { Option } from "commander";
import type { CommandLine } from "../command-line/command-line.ts";
import { certificatesOption, NamedOption } from "../command-line/common-options.ts";
import { collectPair } from "../command-line/pair.ts";
import type { DeployOptions } from "./options.ts";

/** Adds `deploy`. */
export function addDeploy({ command, does }: CommandLine): void {
  command("deploy [target...]", "install bare machines, bring installed ones up to date")
    .option("--all", "every node of the file", false)
    .option("--dry-run", "print every command, contact no host", false)
    .addOption(
      new Option("--assume <state>", "what a dry run takes the machines to be (default: both)").choices([
        "installed",
        "bare",
      ]),
    )
    .option("--yes", "consent to erasing the disk of a machine that is not installed yet", false)
    .addOption(
      new Option(
        "--evaluate <what>",
        "evaluate the systems of nodes that differ from nix/generated, or of all (default: needed; always with --override-input)",
      ).choices(["needed", "always"]),
    )
    .addOption(certificatesOption())
    .option("--flake <reference>", "the flake of the cluster (default: the folder of machines.ts)")
    .addOption(
      new NamedOption(
        "overrideInputs",
        "--override-input <name=reference>",
        "passed to Nix as --override-input; repeatable",
      )
        .argParser(collectPair)
        .default([]),
    )
    .addOption(
      new NamedOption("nixOptions", "--option <name=value>", "passed to Nix as --option; repeatable")
        .argParser(collectPair)
        .default([]),
    )
    .action(
      does<Omit<DeployOptions, "targets">>((options, targets: string[]) => async (context) => {
        const { deploy } = await import("./deploy.ts");
        return deploy({ ...options, targets }, context);
      }),
    );
}
