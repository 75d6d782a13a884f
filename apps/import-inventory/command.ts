import type { CommandLine } from "../command-line/command-line.ts";
import { certificatesOption, MACHINES } from "../command-line/common-options.ts";
import { answerOptions } from "../command-line/inventory-options.ts";
import type { ImportInventoryOptions } from "./import-inventory.ts";

/** Adds `importInventory`. */
export function addImportInventory({ command, does }: CommandLine): void {
  const added = command(
    "importInventory <inventory.yaml>",
    "an nk3 inventory to machines.ts",
    undefined,
    "nothing",
  )
    .option("--output <file>", "the file to write", MACHINES)
    .option("--yes", "take the place of the file where there is one", false)
    .option("--from-cluster", "ask the machines by ssh, and carry over what would break otherwise")
    .option("--private-key <file>", "the key by which --from-cluster logs in (default: what ssh finds)");
  for (const option of answerOptions()) added.addOption(option);
  added.addOption(certificatesOption()).action(
    does<Omit<ImportInventoryOptions, "inventory">>((options, inventory: string) => async (context) => {
      const { importInventory } = await import("./import-inventory.ts");
      return importInventory({ ...options, inventory }, context);
    }),
  );
}
