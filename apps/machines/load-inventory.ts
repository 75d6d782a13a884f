import { failed, type Result } from "@quorate/cluster";
import type { InventoryOptions } from "../command-line/inventory-options.ts";
import type { AppContext } from "../terminal/context.ts";
import { certificatesFolder } from "./certificates-folder.ts";
import { readCompleteInventory } from "./complete-inventory.ts";
import { refuseUnimportedToken } from "./imported.ts";
import type { Description } from "./load-cluster.ts";

/**
 * Reads an inventory as `importInventory` does, and writes nothing. `certificates` is the folder that its token is compared
 * with. Default: the one that was named, else the one beside the inventory.
 */
export async function loadInventory(
  file: string,
  options: InventoryOptions,
  context: AppContext,
  certificates: string = certificatesFolder(options.certificates, file, context.cwd),
): Promise<Result<Description>> {
  const read = await readCompleteInventory(file, options);
  if (!read.ok) return read;
  const { cluster, complete } = read.value;
  const { inventory } = complete;
  const refusal = await refuseUnimportedToken(certificates, inventory);
  if (refusal !== undefined) return failed(refusal, ...(read.warnings ?? []));
  return { ...read, value: { cluster, inventory } };
}
