import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { ofProcesses } from "../machine/processes.ts";

/**
 * Folders of artefacts below `cache` that labs have: those that a lab of `stateRoot` was last told of, and those
 * that a running host sees, wherever its lab lies.
 */
export function artefactsInUse(cache: string, stateRoot: string): readonly string[] {
  return [...new Set([...ofStates(stateRoot), ...ofMounts(cache)])].sort();
}

function ofStates(stateRoot: string): readonly string[] {
  if (!existsSync(stateRoot)) return [];
  return readdirSync(stateRoot).flatMap((lab) => {
    try {
      // Of whatever version: this much has always been in it.
      const state: unknown = JSON.parse(readFileSync(join(stateRoot, lab, "state.json"), "utf8"));
      const { artefacts } = state as { readonly artefacts?: unknown };
      return typeof artefacts === "string" ? [artefacts] : [];
    } catch {
      // None, or one that nobody can read.
      return [];
    }
  });
}

/** Hosts have the folder mounted, in mount namespaces of their own, which their processes tell about. */
function ofMounts(cache: string): readonly string[] {
  if (!existsSync(cache)) return [];
  const mounts = new Set(
    ofProcesses("mountinfo")
      .flatMap(({ text }) => text.split("\n"))
      // The fourth field is the folder, from the root of its file system on: its name is what tells it from others.
      .map((line) => line.split(" ")[3] ?? ""),
  );
  const names = new Set([...mounts].map((path) => path.slice(path.lastIndexOf("/") + 1)));
  return readdirSync(cache)
    .filter((name) => names.has(name))
    .map((name) => join(cache, name));
}
