import { lstat, readdir, readFile, rm, rmdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { makeFolders, wholeFile, writeFilesAtomic } from "@quorate/files";
import { type GeneratedFile, isGenerated, isGeneratedPath } from "@quorate/nixos";
import pLimit from "p-limit";

/** How a generated folder differs from what it should hold; paths are relative and sorted. */
export interface GeneratedDifference {
  readonly missing: readonly string[];
  readonly changed: readonly string[];
  /** Generated for a node that is gone, or left behind by a run that was killed. */
  readonly obsolete: readonly string[];
  /** Not made by generate: left alone. */
  readonly foreign: readonly string[];
}

/** Files at once: as many as Node's file threads can use. */
const PARALLEL = 8;

/**
 * Whether generate made a file, so that it is generate's to remove; `path` is relative to the generated folder. A file
 * that is not whole is told by its name alone, any other by its text too: people write files as well, and links.
 */
export async function isOurs(folder: string, path: string): Promise<boolean> {
  const whole = wholeFile(path);
  if (!isGeneratedPath(whole ?? path)) return false;
  const file = join(folder, path);
  if (!(await lstat(file)).isFile()) return false;
  return whole !== undefined || isGenerated({ path, text: await readFile(file, "utf8") });
}

/** Compares a folder with what it should hold. An absent folder misses everything. */
export async function compareGenerated(
  folder: string,
  files: readonly GeneratedFile[],
): Promise<GeneratedDifference> {
  const present = await listFiles(folder);
  const wanted = new Map(files.map((file) => [file.path, file.text]));
  const limit = pLimit(PARALLEL);
  const missing: string[] = [];
  const changed: string[] = [];
  await Promise.all(
    files.map(({ path, text }) =>
      present.has(path)
        ? limit(async () => {
            if ((await textOf(join(folder, path))) !== text) changed.push(path);
          })
        : missing.push(path),
    ),
  );
  const others = [...present].filter((path) => !wanted.has(path)).sort();
  const ours = await Promise.all(others.map((path) => limit(() => isOurs(folder, path))));
  return {
    missing: missing.sort(),
    changed: changed.sort(),
    obsolete: others.filter((_, index) => ours[index] === true),
    foreign: others.filter((_, index) => ours[index] !== true),
  };
}

/**
 * Brings a folder to what it should hold, and returns how it differed before. All new
 * files are on disk before the first one takes its place; a run that is killed between two renames leaves
 * old and new files side by side, which the next run, or `--check`, sees.
 * Throws what the file system says: a read-only folder, a full disk.
 */
export async function writeGenerated(
  folder: string,
  files: readonly GeneratedFile[],
): Promise<GeneratedDifference> {
  const difference = await compareGenerated(folder, files);
  const stale = new Set([...difference.missing, ...difference.changed]);
  const toWrite = files.filter(({ path }) => stale.has(path));
  for (const parent of new Set(toWrite.map(({ path }) => dirname(join(folder, path))))) makeFolders(parent);
  writeFilesAtomic(toWrite.map(({ path, text }) => ({ path: join(folder, path), content: text })));
  for (const path of difference.obsolete) {
    await rm(join(folder, path), { force: true });
    // A folder goes with its last file; one that holds something else stays.
    await rmdir(dirname(join(folder, path))).catch(() => undefined);
  }
  return difference;
}

/** What is in a file; nothing where a link leads to none. */
async function textOf(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

async function listFiles(folder: string): Promise<ReadonlySet<string>> {
  try {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    return new Set(
      entries
        .filter((entry) => !entry.isDirectory())
        .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1)),
    );
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return new Set();
    throw error;
  }
}
