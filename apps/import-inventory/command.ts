import type { CommandLine } from "../command-line/command-line.ts";
import { certificatesOption, MACHINES, NamedOption } from "../command-line/common-options.ts";
import { collectForNodes, type ForNodesOption } from "./for-nodes.ts";
import type { ImportInventoryOptions } from "./import-inventory.ts";

const NOTHING: ForNodesOption = { of: [] };

/** Adds `importInventory`. */
export function addImportInventory({ command, does }: CommandLine): void {
  command("importInventory <inventory.yaml>", "an nk3 inventory to machines.ts", undefined, "nothing")
    .option("--output <file>", "the file to write", MACHINES)
    .option("--yes", "take the place of the file where there is one", false)
    .option("--name <name>", "the cluster's name, which an inventory has none for", "nk3")
    .addOption(
      new NamedOption("interfaces", "--interface <[node=]card>", "network card of all nodes, or of one")
        .argParser(collectForNodes)
        .default(NOTHING, "none"),
    )
    .addOption(
      new NamedOption("disks", "--disk <[node=]path>", "disk of all nodes, or of one")
        .argParser(collectForNodes)
        .default(NOTHING, "none"),
    )
    .option("--gateway <address>", "the router that nodes go through")
    .option("--subnet <network>", "the network that nodes are in (default: their /24)")
    .addOption(certificatesOption())
    .action(
      does<Omit<ImportInventoryOptions, "inventory">>((options, inventory: string) => async (context) => {
        const { importInventory } = await import("./import-inventory.ts");
        return importInventory({ ...options, inventory }, context);
      }),
    );
}
