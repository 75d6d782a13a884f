import { Option } from "commander";
import type { CommandLine } from "../command-line/command-line.ts";
import { certificatesOption } from "../command-line/common-options.ts";
import { addFlakeOptions } from "./flake-options.ts";
import type { DeployOptions } from "./options.ts";

/** Adds `deploy`. */
export function addDeploy({ command, does }: CommandLine): void {
  addFlakeOptions(
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
      .addOption(certificatesOption()),
  ).action(
    does<Omit<DeployOptions, "targets">>((options, targets: string[]) => async (context) => {
      const { deploy } = await import("./deploy.ts");
      return deploy({ ...options, targets }, context);
    }),
  );
}
