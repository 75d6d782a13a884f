import { createHash } from "node:crypto";
import type { Problem } from "@quorate/cluster";
import { type CommandOutput, lastLines } from "@quorate/command";
import { problem } from "../problem-kind.ts";

/** The recipes. */
export type RecipeName = "kubernetes" | "etcd" | "containerd" | "cni" | "stand-ins";

/** How an artefact is made: a script of `packages/lab/artefacts` builds a Go module. */
export interface Recipe {
  readonly name: RecipeName;
  /** What it makes, for people who wait for it. */
  readonly description: string;
  /** How long that takes where nothing is there yet, on two cores, for people. */
  readonly usually: string;
  /** The script, relative to the folder of the recipes. */
  readonly script: "build-programs" | "build-stand-ins";
  /** The folder with the `go.mod`, relative to the folder of the recipes. */
  readonly module: string;
}

/** All recipes. */
export const RECIPES: { readonly [Name in RecipeName]: Recipe } = {
  kubernetes: {
    name: "kubernetes",
    description: "build Kubernetes",
    usually: "about 5 minutes, once",
    script: "build-programs",
    module: "../programs/kubernetes",
  },
  etcd: {
    name: "etcd",
    description: "build etcd",
    usually: "half a minute, once",
    script: "build-programs",
    module: "../programs/etcd",
  },
  containerd: {
    name: "containerd",
    description: "build containerd",
    usually: "a minute, once",
    script: "build-programs",
    module: "../programs/containerd",
  },
  cni: {
    name: "cni",
    description: "build CNI's plugins",
    usually: "seconds, once",
    script: "build-programs",
    module: "../programs/cni",
  },
  "stand-ins": {
    name: "stand-ins",
    description: "build the lab's own images",
    usually: "half a minute",
    script: "build-stand-ins",
    module: "stand-ins",
  },
};

/** Files and folders that the result of a recipe depends on, relative to the folder of the recipes. */
export function dependsOn({ script, module }: Recipe): readonly string[] {
  return ["make-artefact", script, module];
}

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
    "What was done is kept: run it again, and it goes on from there.",
  );
}
