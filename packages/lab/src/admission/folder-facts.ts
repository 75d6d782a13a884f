import { mkdtempSync, rmdirSync, statfsSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { SYSTEM_ERRORS } from "@quorate/files";
import { isThere } from "../machine/is-there.ts";
import type { FolderFacts } from "./resources.ts";

/** Where what the operating system says is about files, in words about a folder. */
const REASONS: Readonly<Record<string, string>> = {
  ...SYSTEM_ERRORS,
  ENOENT: "the kernel makes no folders there, or a link leads nowhere",
  ELOOP: "links lead in a circle",
};

/**
 * What a folder is like, or would be like that is still to be made. Permissions tell little to root, and /proc takes
 * no folder whatever they say: hence one is made for a moment, in what there is of the path.
 */
export function folderFacts(path: string): FolderFacts {
  const existing = nearest(path);
  try {
    rmdirSync(mkdtempSync(join(existing, ".quorate-lab-")));
    return { path, freeMiB: freeMiB(existing), unwritable: undefined };
  } catch (error) {
    const { code = "", message } = error as NodeJS.ErrnoException;
    return { path, freeMiB: 0, unwritable: REASONS[code] ?? message };
  }
}

/** Whether two folders lie, or will lie, on the same file system. */
export function onOneFileSystem(one: string, other: string): boolean {
  try {
    return statSync(nearest(one)).dev === statSync(nearest(other)).dev;
  } catch {
    // One is a link that leads nowhere.
    return false;
  }
}

/** What there is of a path: it itself, or the nearest folder above; a link that leads nowhere is there. */
function nearest(path: string): string {
  return isThere(path) || dirname(path) === path ? path : nearest(dirname(path));
}

function freeMiB(folder: string): number {
  const { bavail, bsize } = statfsSync(folder);
  return Math.floor((bavail * bsize) / 1024 ** 2);
}
