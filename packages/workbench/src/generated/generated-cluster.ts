import { readdir, readFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";

/** In the set of `machines.nix`, which is printed with sorted names, a line each: its own `name`, and nobody else's. */
const NAME = /^ {2}name = "([a-z0-9-]+)";$/m;

/** The other file whose cluster a generated folder holds. */
export interface GeneratedOwner {
  /** The cluster's name. */
  readonly cluster: string;
  /** Name of the file, in the folder of machines.ts. */
  readonly file: string;
}

/**
 * Whose files a generated folder holds, where that is neither the cluster `name` nor what the machines.ts at `file`
 * was before it was renamed: another file beside it says the name that is in the folder. `undefined` otherwise, and
 * where nothing can be read, which whoever writes to it will tell.
 */
export async function generatedOwner(
  folder: string,
  name: string,
  file: string,
): Promise<GeneratedOwner | undefined> {
  const cluster = NAME.exec(await textOf(join(folder, "machines.nix")))?.[1];
  if (cluster === undefined || cluster === name) return undefined;
  const says = new RegExp(`\\bname["']?\\s*:\\s*(["'\`])${cluster}\\1`);
  for (const other of (await readdir(dirname(file))).sort()) {
    if (other === basename(file) || !/\.[cm]?[jt]s$/.test(other)) continue;
    if (says.test(await textOf(join(dirname(file), other)))) return { cluster, file: other };
  }
  return undefined;
}

async function textOf(file: string): Promise<string> {
  return await readFile(file, "utf8").catch(() => "");
}
