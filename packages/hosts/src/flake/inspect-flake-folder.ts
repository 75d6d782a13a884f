import { relative, resolve } from "node:path";
import type { Command, RolloutProblem } from "@quorate/rollout";
import type { Runner } from "../command/runner.ts";

/**
 * Refuses a flake that would carry private keys into the Nix store, where everybody may read them: Nix
 * copies what git tracks, and the whole folder where there is no git. A flake that is not a plain folder
 * (`github:…`) is not looked at.
 */
export async function refuseKeysInFlake(
  run: Runner,
  flake: string,
  certificates: string,
): Promise<readonly RolloutProblem[]> {
  const plain = flake.replace(/^path:/, "").replace(/\?.*$/, "");
  if (/^[A-Za-z][A-Za-z0-9+-]*:/.test(plain)) return [];
  const folder = resolve(plain);
  const inside = relative(folder, resolve(certificates));
  if (inside.startsWith("..")) return [];
  const git = (description: string, argv: readonly string[]): Command => ({
    node: undefined,
    description,
    argv: ["git", "-C", folder, ...argv],
    output: "silent",
  });
  const tree = await run(git("is the flake in a git repository?", ["rev-parse", "--is-inside-work-tree"]));
  if (flake.startsWith("path:") || tree.code !== 0 || tree.stdout.trim() !== "true") {
    return [
      {
        code: "certificates-in-flake",
        message: "Nix would copy the private keys into its store: the flake's folder is no git repository",
        where: resolve(certificates),
        hint: "Run git init there and keep the certificates' folder in .gitignore, or keep them outside of the flake's folder",
      },
    ];
  }
  const tracked = await run(
    git("does git track the certificates?", ["ls-files", "--", inside === "" ? "." : inside]),
  );
  if (tracked.code === 0 && tracked.stdout.trim() === "") return [];
  return [
    {
      code: "certificates-in-git",
      message: "Nix would copy the private keys into its store: git tracks files of the certificates' folder",
      where: resolve(certificates),
      hint: `Run git rm --cached -r ${inside}, add it to .gitignore, and take the keys for known to others: make new ones`,
    },
  ];
}
