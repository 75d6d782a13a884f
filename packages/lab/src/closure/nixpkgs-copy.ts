import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { succeeded } from "@quorate/cluster";
import { makeBeside } from "@quorate/files";
import { digestOf } from "../digest.ts";

/** What a double says the hosts' programs are: versions, by the names of programs. */
export type ProgramVersions = { readonly [program: string]: string };

/** In the double: the versions of the programs that hosts have from the lab. */
const PROGRAMS = "nixos/programs.json";

/**
 * The double of nixpkgs for hosts with these programs: Quorate's own where it is about the same ones, else a copy
 * below `folder` that says otherwise. The same copy again has the same path. Returns its absolute path.
 */
export async function nixpkgsDouble(own: string, programs: ProgramVersions, folder: string): Promise<string> {
  const text = `${JSON.stringify(sorted(programs), null, 2)}\n`;
  if (readFileSync(join(own, PROGRAMS), "utf8") === text) return own;
  const target = join(folder, `nixpkgs-${digest(own, text)}`);
  if (existsSync(target)) return target;
  mkdirSync(folder, { recursive: true });
  await makeBeside(target, async (beside) => {
    cpSync(own, beside, { recursive: true });
    // Where it was copied from may be read-only.
    rmSync(join(beside, PROGRAMS));
    writeFileSync(join(beside, PROGRAMS), text);
    return succeeded(undefined);
  });
  return target;
}

function sorted(programs: ProgramVersions): ProgramVersions {
  return Object.fromEntries(Object.entries(programs).sort(([one], [other]) => (one < other ? -1 : 1)));
}

function digest(own: string, programs: string): string {
  const files = readdirSync(own, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  return digestOf([programs, files.map((file) => [relative(own, file), readFileSync(file, "utf8")])]);
}
