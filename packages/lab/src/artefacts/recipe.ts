import { createHash } from "node:crypto";
import type { Problem } from "@quorate/cluster";
import { type CommandOutput, lastLines } from "@quorate/command";
import { problem } from "../problem-kind.ts";

/** The recipes, in the order in which one needs another. */
export type RecipeName = "toolchain" | "kubernetes" | "stand-ins";

/** How an artefact is made: a script of `packages/lab/artefacts`, and what its result depends on. */
export interface Recipe {
  readonly name: RecipeName;
  /** What it makes, for people who wait for it. */
  readonly description: string;
  /** How long that takes where nothing is there yet, on two cores, for people. */
  readonly usually: string;
  /** The script, relative to the folder of the recipes. */
  readonly script: string;
  /** Files and folders that the result depends on, relative to the folder of the recipes. */
  readonly dependsOn: readonly string[];
  /** Recipes whose results it is given. */
  readonly needs: readonly RecipeName[];
}

const ALWAYS = ["make-artefact"];

/** All recipes. */
export const RECIPES: { readonly [Name in RecipeName]: Recipe } = {
  toolchain: {
    name: "toolchain",
    description: "fetch Go and the source of Kubernetes from Debian's archive",
    usually: "half a minute",
    script: "fetch-toolchain",
    dependsOn: [...ALWAYS, "fetch-toolchain"],
    needs: [],
  },
  kubernetes: {
    name: "kubernetes",
    description: "build Kubernetes from Debian's source",
    usually: "5 to 10 minutes, once",
    script: "build-kubernetes",
    dependsOn: [...ALWAYS, "fetch-toolchain", "build-kubernetes"],
    needs: ["toolchain"],
  },
  "stand-ins": {
    name: "stand-ins",
    description: "build the lab's own images",
    usually: "half a minute",
    script: "build-stand-ins",
    dependsOn: [...ALWAYS, "fetch-toolchain", "build-stand-ins", "stand-ins"],
    needs: ["toolchain"],
  },
};

/** A file that a recipe depends on: its path relative to the folder of the recipes, and its text. */
export interface RecipeFile {
  readonly path: string;
  readonly text: string;
}

/** Name of a recipe's result in the cache: the same files make the same name, in whatever order they come. */
export function artefactName(recipe: Recipe, files: readonly RecipeFile[]): string {
  const hash = createHash("sha256");
  for (const { path, text } of files.toSorted((one, other) => (one.path < other.path ? -1 : 1))) {
    hash.update(`${path}\0${Buffer.byteLength(text)}\0${text}`);
  }
  return `${recipe.name}-${hash.digest("hex").slice(0, 16)}`;
}

/** Lines of a failed script that are repeated in the message. */
const LAST_LINES = 5;

/** The problem of a recipe whose script ended badly. */
export function recipeFailed(recipe: Recipe, { code, stdout, stderr }: CommandOutput): Problem {
  // A compiler's words may be on either.
  const said = [stdout, stderr].flatMap((text) => lastLines(text, LAST_LINES)).join("; ");
  const end = code === undefined ? "was killed or could not be started" : `ended with ${code}`;
  return problem(
    "lab-artefact-failed",
    recipe.name,
    `could not ${recipe.description}: ${recipe.script} ${end}${said === "" ? "" : `: ${said}`}`,
    recipe.name === "toolchain"
      ? "It needs Debian 12 and its package archive. Run it again, or put Kubernetes' programs on PATH, as `nix develop` does."
      : "What was done is kept: run it again, and it goes on from there.",
  );
}
