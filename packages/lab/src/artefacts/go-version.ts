import { readFileSync } from "node:fs";
import { join } from "node:path";
import { runCommand } from "../run-command.ts";
import type { LabWorld } from "../world.ts";
import { type RecipeName, recipeOf } from "./recipes.ts";
import { compareVersions } from "./version.ts";

/** The Go, as in `1.26.3`, that the modules of these recipes want at least; `undefined` for no recipe. */
export function wantedGo(recipes: string, names: readonly RecipeName[]): string | undefined {
  return names
    .map((name) => {
      const file = readFileSync(join(recipes, recipeOf(name).module, "go.mod"), "utf8");
      return /^go (\S+)$/m.exec(file)?.[1] ?? "";
    })
    .sort(compareVersions)
    .at(-1);
}

/** Which Go a program is, as in `1.26.8`; `undefined` where it is none. Default: that on this machine's PATH. */
export async function presentGo(world: LabWorld, program = "go"): Promise<string | undefined> {
  // Another one that a go.mod around here asks for would have to be downloaded.
  const { code, stdout } = await runCommand(world, ["env", "GOTOOLCHAIN=local", program, "version"], {
    description: "ask for the version of Go",
  });
  return code === 0 ? /\bgo(\d+(?:\.\d+)+)/.exec(stdout)?.[1] : undefined;
}
