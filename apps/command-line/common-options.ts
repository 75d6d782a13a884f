import type { Command, Option } from "commander";
import { addInventoryOptions, type InventoryOptions, inventoryOf } from "./inventory-options.ts";
import { NamedOption } from "./named-option.ts";
import { said } from "./said.ts";

/** The options that every command takes, wherever they stand: before it, or after it. */
export interface CommonOptions {
  /** Path of machines.ts, or of the inventory in its place, relative to the working folder. */
  readonly machines: string;
  /** How that is read where it is an inventory; `undefined` for a machines.ts. */
  readonly inventory: InventoryOptions | undefined;
  readonly json: boolean;
  /** False for `--no-color`. */
  readonly color: boolean;
  readonly verbose: boolean;
}

/** Where machines.ts is looked for unless somebody says something else. */
export const MACHINES = "machines.ts";

/** Adds the options that all commands have. `reads` says whether the command reads machines.ts. */
export function addCommonOptions(command: Command, reads: "machines" | "nothing" = "machines"): Command {
  if (reads === "machines") {
    command.option("--machines <path>", `the file that describes the cluster (default: ${MACHINES})`);
    addInventoryOptions(command);
  }
  return command
    .option("--json", "print results as JSON")
    .option("--no-color", "print without colour (as NO_COLOR does)")
    .option("--verbose", "print details, and stack traces of errors");
}

/** What was said of the common options at a command or at those that it belongs to; what is said last holds. */
export function commonOptionsOf(command: Command): CommonOptions {
  const instead = inventoryOf(command);
  return {
    machines: instead?.file ?? (said(command, "machines") as string | undefined) ?? MACHINES,
    inventory: instead?.inventory,
    json: said(command, "json") === true,
    color: said(command, "color") !== false,
    verbose: said(command, "verbose") === true,
  };
}

/** The option that names the certificates' folder. */
export function certificatesOption(): Option {
  return new NamedOption(
    "certificates",
    "--certs <folder>",
    "the folder that genCerts made (default: certs beside machines.ts)",
  );
}
