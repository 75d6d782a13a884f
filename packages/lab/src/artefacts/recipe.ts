import { createHash } from "node:crypto";

/** The scripts that recipes are made by, and which scripts each is made of. */
const SCRIPTS = {
  "build-programs": ["build-programs", "go-environment"],
  "build-stand-ins": ["build-stand-ins", "go-environment"],
  "build-tests": ["build-tests", "build-programs", "go-environment"],
} as const;

/** How an artefact is made: a script of `packages/lab/artefacts` builds a Go module. */
export interface Recipe {
  /** What it makes, for people who wait for it. */
  readonly description: string;
  /** How long that takes where nothing is there yet, on two cores, for people. */
  readonly usually: string;
  /** The script, relative to the folder of the recipes. */
  readonly script: keyof typeof SCRIPTS;
  /** The folder with the `go.mod`, relative to the folder of the recipes. */
  readonly module: string;
  /** MiB on disk, measured, that making it leaves: its modules, what the compiler keeps, the programs. */
  readonly diskMiB: number;
  /** MiB of memory, measured, that making it takes. Default: what any machine has. */
  readonly memoryMiB?: number;
  /** Days that the result is kept which nobody uses: what takes minutes to make, for who comes back. Default: 1. */
  readonly keptDays?: number;
  /** Go's build tags. Default: none. */
  readonly tags?: readonly string[];
  /** Programs that are called otherwise than Go calls them, which is after their packages. Default: none. */
  readonly renamed?: { readonly [program: string]: string };
  /** The module whose version the programs are told, and the package that is told it. Default: none is. */
  readonly versionFor?: { readonly module: string; readonly package: string };
  /** Packages whose tests are a program, by the program's name. Default: none. */
  readonly tests?: { readonly [program: string]: string };
  /** Folders of a module that are put beside the programs, in `files`, by what they are called there. Default: none. */
  readonly files?: { readonly module: string; readonly folders: { readonly [name: string]: string } };
}

/** What a recipe's script is told beside its places. */
export function recipeOptions({
  tags = [],
  renamed = {},
  versionFor,
  tests = {},
  files,
}: Recipe): readonly string[] {
  return [
    ...(tags.length === 0 ? [] : ["--tags", tags.join(",")]),
    ...Object.entries(renamed).flatMap(([program, name]) => ["--rename", program, name]),
    ...(versionFor === undefined ? [] : ["--version-for", versionFor.module, versionFor.package]),
    ...Object.entries(tests).flatMap(([name, tested]) => ["--tests-of", tested, name]),
    ...Object.entries(files?.folders ?? {}).flatMap(([name, folder]) => [
      ...["--files-of", files?.module ?? "", folder, name],
    ]),
  ];
}

/** Files and folders that the result of a recipe depends on, relative to the folder of the recipes. */
export function dependsOn({ script, module }: Recipe): readonly string[] {
  return ["make-artefact", ...SCRIPTS[script], module];
}

/** A file that a recipe depends on: its path relative to the folder of the recipes, and its text. */
export interface RecipeFile {
  readonly path: string;
  readonly text: string;
}

/**
 * Name of a recipe's result in the cache: the same files and options make the same name, in whatever order the files
 * come.
 */
export function artefactName(name: string, files: readonly RecipeFile[], options: readonly string[]): string {
  const hash = createHash("sha256");
  for (const { path, text } of files.toSorted((one, other) => (one.path < other.path ? -1 : 1))) {
    hash.update(`${path}\0${Buffer.byteLength(text)}\0${text}`);
  }
  hash.update(options.join("\0"));
  return `${name}-${hash.digest("hex").slice(0, 16)}`;
}
