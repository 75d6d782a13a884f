import { existsSync, mkdirSync, readdirSync, rmSync, statSync } from "node:fs";
import { basename, join, relative } from "node:path";
import { failed, type Result, succeeded } from "@quorate/cluster";
import type { Argv } from "@quorate/command";
import { makeBeside, removeUnfinished } from "@quorate/files";
import { digestOf } from "../digest.ts";
import { hostsProgramsFolder } from "../model/host-paths.ts";
import type { LabArtefacts } from "../model/settings.ts";
import { commandFailed, runCommand } from "../run-command.ts";
import type { LabWorld } from "../world.ts";

/** How artefacts come to hosts, by where they are from. */
interface Showing {
  /** Their name among others that hosts see; `undefined` where there are none. */
  readonly nameOf: (folder: string) => string | undefined;
  /** Ways to copy them; the first that works counts. */
  readonly copies: readonly Argv[];
}

const COPY: Argv = ["cp", "--archive", "--no-target-directory"];

const SHOWINGS: { readonly [Kind in LabArtefacts["kind"]]: Showing } = {
  none: { nameOf: () => undefined, copies: [] },
  // Somebody may write into what they gave, and links in it lead elsewhere on a host.
  given: { nameOf: (folder) => `given-${stateOf(folder)}`, copies: [[...COPY, "--dereference"]] },
  // Nobody changes what is in the cache. It may be on another file system.
  made: { nameOf: (folder) => basename(folder), copies: [[...COPY, "--link"], COPY] },
};

/**
 * Puts artefacts where the hosts of a lab see them, those that run as well, and returns under which name; `undefined`
 * where there are none. What was shown before stays: hosts run it until they are deployed to.
 */
export async function showArtefacts(
  world: LabWorld,
  lab: string,
  kind: LabArtefacts["kind"],
  artefacts: string,
): Promise<Result<string | undefined>> {
  const { nameOf, copies } = SHOWINGS[kind];
  const folder = hostsProgramsFolder(lab);
  mkdirSync(folder, { recursive: true, mode: 0o755 });
  const name = nameOf(artefacts);
  if (name === undefined || existsSync(join(folder, name))) return succeeded(name);
  removeUnfinished(folder);
  return await makeBeside(join(folder, name), async (beside) => {
    const problems = [];
    for (const copy of copies) {
      const argv: Argv = [...copy, artefacts, beside];
      const options = { description: "show hosts their programs" };
      const output = await runCommand(world, argv, options);
      if (output.code === 0) return succeeded(name);
      problems.push(commandFailed(argv, output, options));
      rmSync(beside, { recursive: true, force: true });
    }
    return failed(...problems.slice(-1));
  });
}

/** A name for what is in a folder, by the sizes and times of its files. */
function stateOf(folder: string): string {
  const files = readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  return digestOf(
    files.map((file) => {
      const { size, mtimeMs } = statSync(file);
      return [relative(folder, file), size, mtimeMs];
    }),
  );
}
