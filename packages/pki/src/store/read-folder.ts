import { lstatSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import {
  AUTHORITIES_FOLDER,
  CERTIFICATES_GITIGNORE,
  CERTIFICATES_MARKER,
  HOSTS_FOLDER,
  IMPORTED_AUTHORITY,
  IMPORTED_TOKEN,
  OPERATOR_FOLDER,
  REGISTRIES_FOLDER,
} from "@quorate/cluster";
import { isOwnBookkeeping } from "./bookkeeping.ts";
import type { FoundFile, Snapshot } from "./snapshot.ts";

/** How a folder is read. */
export interface ReadOptions {
  /** Of the hosts' folders only those of these nodes. Default: all. */
  readonly nodes?: ReadonlySet<string>;
  /** Gives the owner of a file or folder below what reading it takes. Default: what can't be read is thrown. */
  readonly setMode?: (path: string, mode: number) => void;
}

/** What the owner needs to read a file, and a folder. */
export const NEEDED = { file: 0o400, folder: 0o500 } as const;

/**
 * Reads the certificates' folder, with the modes that were found. Follows no symbolic link but the folder itself.
 * Throws what the file system throws.
 */
export function readFolder(directory: string, { nodes, setMode }: ReadOptions = {}): Snapshot {
  const files = new Map<string, FoundFile>();
  const folders = new Map<string, number>([[".", statSync(directory).mode & 0o777]]);
  const irregular: string[] = [];
  const strangers: string[] = [];

  const modeFor = (path: string, needed: number): number => {
    const absolute = join(directory, path);
    const mode = lstatSync(absolute).mode & 0o777;
    if ((mode & needed) !== needed) setMode?.(absolute, mode | needed);
    return mode;
  };
  const walk = (folder: string): void => {
    for (const entry of readdirSync(join(directory, folder), { withFileTypes: true })) {
      const path = folder === "." ? entry.name : `${folder}/${entry.name}`;
      if (folder === "." && isOwnBookkeeping(path)) continue;
      const place = placeOf(path);
      if (place === "stranger") strangers.push(path);
      else if (entry.isDirectory() && place === "folder") {
        if (folder === HOSTS_FOLDER && nodes !== undefined && !nodes.has(entry.name)) continue;
        folders.set(path, modeFor(path, NEEDED.folder));
        walk(path);
      } else if (entry.isFile() && place === "file") {
        const mode = modeFor(path, NEEDED.file);
        files.set(path, { content: readFileSync(join(directory, path)), mode });
      } else irregular.push(path);
    }
  };
  walk(".");
  return {
    files,
    folders,
    irregular: irregular.sort(),
    imported: readImported(directory),
    strangers: strangers.sort(),
  };
}

function readImported(directory: string): ReadonlyMap<string, Buffer> {
  const paths = [IMPORTED_TOKEN, IMPORTED_AUTHORITY];
  return new Map(
    paths.flatMap((path): readonly (readonly [string, Buffer])[] =>
      lstatSync(join(directory, path), { throwIfNoEntry: false })?.isFile() === true
        ? [[path, readFileSync(join(directory, path))]]
        : [],
    ),
  );
}

/** Folders at the top. */
const FOLDERS: readonly string[] = [AUTHORITIES_FOLDER, OPERATOR_FOLDER, HOSTS_FOLDER, REGISTRIES_FOLDER];

/** What may lie at a path: `authorities/`, `operator/`, `registries/`, `hosts/<node>/`, files in them, and the two at the top. */
function placeOf(path: string): "file" | "folder" | "stranger" {
  const [top = "", second, third] = path.split("/");
  if (second === undefined) {
    if (FOLDERS.includes(top)) return "folder";
    return top === CERTIFICATES_MARKER || top === CERTIFICATES_GITIGNORE ? "file" : "stranger";
  }
  return top === HOSTS_FOLDER && third === undefined ? "folder" : "file";
}
