import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { succeeded } from "@quorate/cluster";
import { makeBeside } from "@quorate/files";
import { digestOf } from "../digest.ts";

/** What a double says the hosts' programs are: versions, by the names of programs. */
export type ProgramVersions = { readonly [program: string]: string };

/** What a double is told of the programs that hosts have from the lab. Default: what it says itself. */
export interface HostPrograms {
  readonly versions?: ProgramVersions | undefined;
  /** Their folder, as hosts see it. */
  readonly place?: string | undefined;
}

/** Where the double says so. */
const FILES = { versions: "nixos/programs.json", place: "nixos/place.json" } as const;

/**
 * The double of nixpkgs for hosts with these programs: Quorate's own where it is about the same ones, else a copy
 * below `folder` that says otherwise. The same copy again has the same path. Returns its absolute path.
 */
export async function nixpkgsDouble(
  own: string,
  { versions, place }: HostPrograms,
  folder: string,
): Promise<string> {
  const changes = [
    ...(versions === undefined ? [] : [[FILES.versions, textOf(sorted(versions))] as const]),
    ...(place === undefined ? [] : [[FILES.place, textOf(place)] as const]),
  ];
  return await copyThatSays(own, changes, join(folder, "nixpkgs"));
}

/** A file of a copy, by its path in what is copied, and the text that is there instead. */
export type ChangedFile = readonly [file: string, text: string];

/**
 * A copy of the folder `own` with some other files, at `target` and a digest: the same copy again has the same path.
 * `own` itself where it says the same already.
 */
export async function copyThatSays(
  own: string,
  files: readonly ChangedFile[],
  target: string,
): Promise<string> {
  const changes = files.filter(([file, text]) => readFileSync(join(own, file), "utf8") !== text);
  if (changes.length === 0) return own;
  const copy = `${target}-${digest(own, changes)}`;
  if (existsSync(copy)) return copy;
  mkdirSync(dirname(copy), { recursive: true });
  await makeBeside(copy, async (beside) => {
    cpSync(own, beside, { recursive: true });
    for (const [file, text] of changes) {
      // Where it was copied from may be read-only.
      rmSync(join(beside, file));
      writeFileSync(join(beside, file), text);
    }
    return succeeded(undefined);
  });
  return copy;
}

function textOf(value: ProgramVersions | string): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

function sorted(programs: ProgramVersions): ProgramVersions {
  return Object.fromEntries(Object.entries(programs).sort(([one], [other]) => (one < other ? -1 : 1)));
}

function digest(own: string, changes: readonly ChangedFile[]): string {
  const files = readdirSync(own, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  return digestOf([changes, files.map((file) => [relative(own, file), readFileSync(file, "utf8")])]);
}
