import { access, realpath } from "node:fs/promises";
import { dirname, join, relative, resolve } from "node:path";

/** What Nix copies into its store, where everybody may read it, of a flake that lies on this machine. */
export interface FlakeSource {
  /** `tracked`: what git tracks below `root`; `everything`: all of it. */
  readonly kind: "tracked" | "everything";
  /** A folder, without symbolic links in its path. */
  readonly root: string;
}

/**
 * Finds out what Nix would copy of a flake, as Nix does: the git repository around it, wherever its root is,
 * and without one the nearest folder upwards that has a flake.nix. `path:…` is that folder, git or not.
 * `undefined` for a flake that is not a plain folder (`github:…`).
 */
export async function findFlakeSource(flake: string): Promise<FlakeSource | undefined> {
  const asPath = flake.startsWith("path:");
  const plain = flake.replace(/^(path:|git\+file:(\/\/)?)/, "").replace(/\?.*$/, "");
  if (/^[A-Za-z][A-Za-z0-9+-]*:/.test(plain)) return undefined;
  const folder = await physicalPath(plain);
  const repository = asPath ? undefined : await nearest(folder, ".git");
  if (repository !== undefined) return { kind: "tracked", root: repository };
  const withFlake = asPath ? undefined : await nearest(folder, "flake.nix");
  return { kind: "everything", root: withFlake ?? folder };
}

/** Where `path` is below `root`, both without symbolic links; `undefined` where it is not. */
export function pathBelow(root: string, path: string): string | undefined {
  const inside = relative(root, path);
  return inside === ".." || inside.startsWith("../") ? undefined : inside || ".";
}

/** The path without symbolic links; as it is where there is nothing yet. */
export async function physicalPath(path: string): Promise<string> {
  try {
    return await realpath(path);
  } catch {
    return resolve(path);
  }
}

/** The folder, or the nearest one above it, that holds something of that name. */
async function nearest(folder: string, name: string): Promise<string | undefined> {
  for (let place = folder; ; place = dirname(place)) {
    try {
      await access(join(place, name));
      return place;
    } catch {
      if (dirname(place) === place) return undefined;
    }
  }
}
