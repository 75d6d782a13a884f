import {
  chmodSync,
  closeSync,
  copyFileSync,
  linkSync,
  mkdirSync,
  openSync,
  readSync,
  writeFileSync,
} from "node:fs";
import { basename, join } from "node:path";
import { failed, type Problem, type Result, succeeded } from "@quorate/cluster";
import { problem } from "../problem-kind.ts";
import { runCommand } from "../run-command.ts";
import type { LabWorld } from "../world.ts";
import { type Linkage, linkageOf, loadedFiles } from "./linkage.ts";
import { OFF_PATH } from "./program-version.ts";

/** Where a program is put. */
export interface InstallPlace {
  /** What the hosts see as `/opt/quorate-lab`. */
  readonly into: string;
  /** Default: `bin`. */
  readonly folder?: "bin" | "cni";
  /** A folder whose programs nobody changes: they are shared, which takes no room. Default: all are copied. */
  readonly shared?: string;
}

/**
 * Puts a program where the hosts see it, so that it runs there: a host has another root and another /nix than
 * this machine. What a program loads goes with it; a static one is copied as it is.
 */
export async function installProgram(
  world: LabWorld,
  source: string,
  name: string,
  { into, folder = "bin", shared }: InstallPlace,
): Promise<Result<undefined>> {
  const target = join(into, folder, name);
  mkdirSync(join(into, folder), { recursive: true });
  const linkage = programLinkage(source);
  switch (linkage.kind) {
    case "static":
      if (shared === undefined || !source.startsWith(`${shared}/`) || !link(source, target)) {
        copyFileSync(source, target);
        chmodSync(target, 0o755);
      }
      return succeeded(undefined);
    case "dynamic":
      return await installWithLibraries(world, source, { target, into, folder }, linkage.interpreter);
    case "other":
      return failed(strangeProgram(source));
  }
}

/** The problem of what no host could run, wherever it is put. */
export function strangeProgram(path: string): Problem {
  return problem(
    "lab-program-unknown",
    path,
    "it is no program that could be taken into a lab's host: a script, or made for another machine",
    OFF_PATH,
  );
}

/** Whether a file could be given a second name. */
function link(source: string, target: string): boolean {
  try {
    linkSync(source, target);
    return true;
  } catch {
    // Not every file system can.
    return false;
  }
}

async function installWithLibraries(
  world: LabWorld,
  source: string,
  { target, into, folder: kind }: { readonly target: string; readonly into: string; readonly folder: string },
  loader: string,
): Promise<Result<undefined>> {
  const name = basename(target);
  const options = { description: `find what ${name} loads` };
  const output = await runCommand(world, [loader, "--list", source], options);
  if (output.code !== 0) {
    return failed(
      problem(
        "lab-program-incomplete",
        source,
        `its loader does not find all that it loads: ${output.stderr.trim()}`,
        "Mend that installation, or take it off PATH; then the lab builds its own.",
      ),
    );
  }
  // A plugin of CNI may have the name of a program.
  const folder = join("lib", kind === "bin" ? name : `${kind}-${name}`);
  mkdirSync(join(into, folder), { recursive: true });
  for (const file of [source, loader, ...loadedFiles(output.stdout)]) {
    copyFileSync(file, join(into, folder, basename(file)));
  }
  // Wherever hosts see it, and through links to it.
  const words = [`"$lib/${basename(loader)}"`, "--library-path", '"$lib"', `"$lib/${basename(source)}"`];
  writeFileSync(
    target,
    `#!/bin/sh\nself=$(readlink -f "$0")\nlib=\${self%/*/*}/${folder}\nexec ${words.join(" ")} "$@"\n`,
  );
  chmodSync(target, 0o755);
  return succeeded(undefined);
}

/** How the program at a path is linked. */
export function programLinkage(path: string): Linkage {
  return linkageOf(readStart(path));
}

/** Enough for the headers of a program. */
const START = 4096;

function readStart(path: string): Buffer {
  const file = openSync(path, "r");
  try {
    const start = Buffer.alloc(START);
    return start.subarray(0, readSync(file, start, 0, START, 0));
  } finally {
    closeSync(file);
  }
}
