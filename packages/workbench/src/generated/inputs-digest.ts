import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join, relative } from "node:path";

/** What a node's closure depends on beside its own generated files, relative to the folder of machines.ts. */
const INPUTS = ["flake.nix", "flake.lock", "nix/modules", "nix/node.nix", "nix/nodes.nix"];

/**
 * SHA-256, in hex, of the flake, its lock and the NixOS modules beside machines.ts: names and contents. A
 * folder without a flake has a digest too: nothing is mixed in but that.
 */
export async function digestInputs(root: string): Promise<string> {
  const hash = createHash("sha256");
  for (const input of INPUTS) {
    for (const file of await filesBelow(join(root, input))) {
      const content = await readFile(file);
      hash.update(`${relative(root, file)}\0${content.byteLength}\0`).update(content);
    }
  }
  return hash.digest("hex");
}

async function filesBelow(path: string): Promise<readonly string[]> {
  try {
    const entries = await readdir(path, { recursive: true, withFileTypes: true });
    return entries
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .sort();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOTDIR") return [path];
    if (code === "ENOENT") return [];
    throw error;
  }
}
