import { lstatSync, type Stats, statSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Problem } from "@quorate/cluster";
import { problem } from "../problem-kind.ts";

/** What is known of a file to be written, before anything is. */
export interface OutputAsked {
  /** As it was named: a slash at the end names a folder. */
  readonly named: string;
  /** The file that is read, and the one that the token goes to. */
  readonly inventory: string;
  readonly token: string;
  /** Consent to taking the place of a file. */
  readonly yes: boolean;
}

/** Why a file can't be written, by its absolute path; `undefined` where it can. What is no file takes no consent. */
export function refuseOutput(
  output: string,
  { named, inventory, token, yes }: OutputAsked,
): Problem | undefined {
  const refused = (path: string, message: string, hint: string) =>
    problem("import-output", path, message, hint);
  const parent = closestThatIs(dirname(output));
  if (!parent.stats.isDirectory()) {
    return refused(
      parent.path,
      "this is no folder, and nothing can be written into it",
      "Name another file with --output.",
    );
  }
  const target = lookAt(output, statSync);
  if (target?.isDirectory() === true || named.endsWith("/")) {
    return refused(
      output,
      "this is a folder",
      `Name the file to write: --output ${join(named, "machines.ts")}`,
    );
  }
  if (output === token || isSame(target, lookAt(token, statSync))) {
    return refused(output, "this is where the token is kept", "Name another file with --output.");
  }
  if (isSame(target, lookAt(inventory, statSync))) {
    return refused(
      output,
      "this is the inventory itself, which would be lost",
      "Name another file with --output.",
    );
  }
  if (target !== undefined && !target.isFile()) {
    return refused(
      output,
      "this is a pipe or a device, whose place no file takes",
      "Name another file with --output.",
    );
  }
  const there = lookAt(output, lstatSync);
  if (there === undefined || yes) return undefined;
  const what = target === undefined ? "a link to a file that there is not" : "such a file";
  return problem(
    "import-exists",
    output,
    `there is ${what}, which would be another one afterwards`,
    "Move it away, name another one with --output, or give --yes to lose it.",
  );
}

/** The path, or the closest folder above it, of which there is something. */
function closestThatIs(path: string): { readonly path: string; readonly stats: Stats } {
  const stats = lookAt(path, statSync);
  return stats === undefined ? closestThatIs(dirname(path)) : { path, stats };
}

function lookAt(path: string, look: typeof statSync): Stats | undefined {
  try {
    return look(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    // What is below a file is not there either; a link to itself leads nowhere.
    if (code === "ENOENT" || code === "ENOTDIR" || code === "ELOOP") return undefined;
    throw error;
  }
}

function isSame(one: Stats | undefined, other: Stats | undefined): boolean {
  return one !== undefined && other !== undefined && one.dev === other.dev && one.ino === other.ino;
}
