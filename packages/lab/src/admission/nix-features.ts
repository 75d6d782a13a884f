import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Problem } from "@quorate/cluster";
import { problem } from "../problem-kind.ts";
import { runCommand } from "../run-command.ts";
import type { LabWorld } from "../world.ts";

/** Where a tree of nixpkgs says which features of Nix it wants. */
const FEATURES = "lib/minfeatures.nix";

/**
 * Why the Nix of this machine can't evaluate the tree of nixpkgs at `path`, as the tree says itself; empty where it
 * can, and where there is no tree. A machine without Nix is told so by who deploys.
 */
export async function nixProblems(world: LabWorld, path: string | undefined): Promise<readonly Problem[]> {
  if (path === undefined || !existsSync(join(path, FEATURES))) return [];
  const text = `{ nix = builtins.nixVersion or "of no version"; inherit (import ${join(path, FEATURES)}) missing; }`;
  const argv = ["nix-instantiate", "--eval", "--strict", "--json", "--expr", text] as const;
  const { code, stdout } = await runCommand(world, argv, { description: "ask for the features of Nix" });
  if (code !== 0) return [];
  const { nix, missing } = JSON.parse(stdout) as {
    readonly nix: string;
    readonly missing: readonly Feature[];
  };
  if (missing.length === 0) return [];
  const wanted = missing.map(({ description }) => description).join(", ");
  return [
    problem(
      "lab-nix-too-old",
      path,
      `this machine's Nix is ${nix}, and this nixpkgs asks for what it has not: ${wanted}`,
      "Install a newer Nix (Debian 13's is 2.26) and put it first on PATH, or bring up hosts of Debian.",
    ),
  ];
}

interface Feature {
  readonly description: string;
}
