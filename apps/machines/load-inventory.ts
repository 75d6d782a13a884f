import { failed, type Result } from "@quorate/cluster";
import { placeInInventory } from "@quorate/inventory";
import type { InventoryOptions } from "../command-line/inventory-options.ts";
import type { AppContext } from "../terminal/context.ts";
import { certificatesFolder } from "./certificates-folder.ts";
import { readCompleteInventory } from "./complete-inventory.ts";
import { refuseOtherToken } from "./imported.ts";
import type { Description } from "./load-cluster.ts";
import type { Work } from "./unready.ts";

/** Reads an inventory as `importInventory` does, and writes nothing. */
export async function loadInventory(
  file: string,
  work: Work,
  options: InventoryOptions,
  context: AppContext,
): Promise<Result<Description>> {
  const read = await readCompleteInventory(file, options);
  if (!read.ok) return read;
  const { cluster, complete } = read.value;
  const { inventory } = complete;
  // Where genCerts writes is its own to say.
  const refusal =
    work === "genCerts"
      ? undefined
      : await refuseOtherToken(certificatesFolder(options.certificates, file, context.cwd), inventory);
  if (refusal !== undefined) return failed(refusal, ...(read.warnings ?? []));
  const placeOf = async (path: Parameters<typeof placeInInventory>[1]) => placeInInventory(inventory, path);
  return { ...read, value: { cluster, inventory, placeOf } };
}
