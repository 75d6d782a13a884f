import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { CERTIFICATES_GITIGNORE, IMPORTED_AUTHORITY, IMPORTED_TOKEN, type Problem } from "@quorate/cluster";
import { makeFolders, writeFilesAtomic } from "@quorate/files";
import type { CompleteInventory, Inventory } from "@quorate/inventory";
import { problem } from "../problem-kind.ts";

/** Where the token of an nk3 cluster is kept in a certificates' folder. */
export function importedTokenFile(certificates: string): string {
  return join(certificates, IMPORTED_TOKEN);
}

/** Where the certificate is kept of the authority that a cluster has made for its servers. */
export function importedAuthorityFile(certificates: string): string {
  return join(certificates, IMPORTED_AUTHORITY);
}

/** Whether another token than that of the inventory is kept; none that is kept is no other one. */
export async function isOtherToken(certificates: string, { joinToken }: Inventory): Promise<boolean> {
  const file = importedTokenFile(certificates);
  return existsSync(file) && (await readFile(file, "utf8")).trim() !== joinToken;
}

/** What keeps a command from an inventory whose token is not the one that was imported. */
export async function refuseUnimportedToken(
  certificates: string,
  inventory: Inventory,
): Promise<Problem | undefined> {
  if (!(await isOtherToken(certificates, inventory))) return undefined;
  return problem(
    "inventory-token-other",
    inventory.places.get("join_token") ?? inventory.file,
    `this token is not the one in ${importedTokenFile(certificates)}, by which the cluster was known here`,
    "Write back the one that was there if it was changed in the file alone: a server that has data does not start with another. To give the cluster another one: `quorate genCerts <folder> --new-tokens`, then `quorate deploy --all`; the inventory keeps the one that it had. If this is another cluster's inventory, give it a folder of its own.",
  );
}

/** Whether another authority than that of the cluster's servers is kept; none that is kept is no other one. */
export async function isOtherAuthority(
  certificates: string,
  { adoption }: CompleteInventory,
): Promise<boolean> {
  const file = importedAuthorityFile(certificates);
  if (adoption === undefined || !existsSync(file)) return false;
  return (await readFile(file, "latin1")) !== adoption.serverAuthority;
}

/** Keeps what a cluster that runs is known by: the certificate of its servers' authority, which is no secret. */
export function keepAuthority(certificates: string, { adoption }: CompleteInventory): void {
  if (adoption === undefined) return;
  const content = Buffer.from(adoption.serverAuthority, "latin1");
  writeFilesAtomic([{ path: importedAuthorityFile(certificates), content }]);
}

/** Keeps the inventory's token: for its owner alone, and out of git. */
export function keepToken(certificates: string, { joinToken }: Inventory): void {
  const token = importedTokenFile(certificates);
  makeFolders(dirname(token), 0o700);
  const ignore = join(certificates, CERTIFICATES_GITIGNORE);
  // Before the token: there is no moment at which git would take it.
  if (!existsSync(ignore)) writeFilesAtomic([{ path: ignore, content: "*\n" }]);
  writeFilesAtomic([{ path: token, content: `${joinToken}\n`, mode: 0o600 }]);
}
