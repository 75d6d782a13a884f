import type { Command, CommandOutput, Runner } from "@quorate/command";
import { isOurs } from "../generated/generated-folder.ts";
import { problem, type WorkbenchProblem } from "../problem-kind.ts";
import { findFlakeSource, pathBelow, physicalPath } from "./flake-source.ts";

/**
 * Refuses a flake that would carry private keys into the Nix store, where everybody may read them: Nix
 * copies what git tracks, and the whole folder where there is no git. A flake that is not a plain folder
 * (`github:…`) is not looked at.
 */
export async function refuseKeysInFlake(
  run: Runner,
  flake: string,
  certificates: string,
): Promise<readonly WorkbenchProblem[]> {
  const source = await findFlakeSource(flake);
  const keys = await physicalPath(certificates);
  const inside = source === undefined ? undefined : pathBelow(source.root, keys);
  if (source === undefined || inside === undefined) return [];
  if (source.kind === "everything") {
    return [
      problem(
        "certificates-in-flake",
        keys,
        "Nix would copy the private keys into its store: the flake's folder is no git repository",
        "Run git init there and keep the certificates' folder in .gitignore, or keep them outside of the flake's folder",
      ),
    ];
  }
  const tracked = await listFiles(run, source.root, "does git track the certificates?", ["--", inside]);
  if (tracked.code === 0 && tracked.stdout.trim() === "") return [];
  return [
    problem(
      "certificates-in-git",
      keys,
      "Nix would copy the private keys into its store: git tracks files of the certificates' folder",
      `Run git rm --cached -r ${inside}, add it to .gitignore, and take the keys for known to others: make new ones`,
    ),
  ];
}

/**
 * Refuses generated files that git does not track: Nix does not see them, and would build without them, or
 * say that there is no such node.
 */
export async function refuseUnseenFiles(
  run: Runner,
  flake: string,
  generated: string,
): Promise<readonly WorkbenchProblem[]> {
  const source = await findFlakeSource(flake);
  const folder = await physicalPath(generated);
  const inside = source === undefined ? undefined : pathBelow(source.root, folder);
  if (source?.kind !== "tracked" || inside === undefined) return [];
  const others = await listFiles(run, source.root, "does git track the generated files?", [
    "--others",
    "--",
    inside,
  ]);
  // Other people's files in there are no concern of Nix's. Git quotes odd names, which ours are not.
  const first = await firstOurs(
    folder,
    others.stdout.split("\n").map((path) => path.slice(inside === "." ? 0 : inside.length + 1)),
  );
  if (others.code === 0 && first === undefined) return [];
  return [
    problem(
      "generated-untracked",
      folder,
      first !== undefined
        ? `git does not track ${inside === "." ? first : `${inside}/${first}`}, and so Nix does not see it`
        : "git does not tell which generated files it tracks",
      `Run git add ${inside}`,
    ),
  ];
}

async function firstOurs(folder: string, paths: readonly string[]): Promise<string | undefined> {
  for (const path of paths) if (await isOurs(folder, path)) return path;
  return undefined;
}

function listFiles(
  run: Runner,
  root: string,
  description: string,
  argv: readonly string[],
): Promise<CommandOutput> {
  const command: Command = {
    node: undefined,
    description,
    argv: ["git", "-C", root, "ls-files", ...argv],
    output: "silent",
  };
  return run(command);
}
