import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Cluster } from "@quorate/cluster";
import { nixpkgsDouble, type ProgramVersions } from "@quorate/lab";
import { emitCluster } from "@quorate/nixos";
import { type NixWorld, ROOT } from "../flake/nix.ts";

/** The machine's platform, in Nix's words: closures are built for it whatever a node's own is. */
const PLATFORMS = "x86_64-linux aarch64-linux";

/** Writes the generated files of a cluster below the world's folder and returns where they are. */
export function writeGenerated(world: NixWorld, name: string, cluster: Cluster): string {
  const folder = join(world.folder, name);
  for (const { path, text } of emitCluster(cluster, { inputsDigest: "" })) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

/** Evaluates a file of this folder, down to the derivations; returns the path of each by its attribute. */
export function instantiate(
  world: NixWorld,
  file: string,
  args: readonly string[],
): Readonly<Record<string, string>> {
  const expression = `systems: builtins.mapAttrs (_: system: system.drvPath) systems`;
  const out = world.must(
    import.meta.dirname,
    "nix",
    "eval",
    "--json",
    "--impure",
    "--expr",
    `(${expression}) (import ${join(import.meta.dirname, file)} { ${args.join(" ")} })`,
  );
  return JSON.parse(out) as Record<string, string>;
}

/** Builds derivations, in one go; returns the store paths in their order. */
export function realise(world: NixWorld, derivations: readonly string[]): readonly string[] {
  const out = world.must(
    import.meta.dirname,
    "nix-store",
    "--option",
    "extra-platforms",
    PLATFORMS,
    "--realise",
    ...derivations,
  );
  return out.trim().split("\n");
}

/**
 * The closures of all nodes of a cluster, built, by the node's name; for hosts with the programs that the lab
 * builds, unless `programs` says otherwise.
 */
export async function buildClosures(
  world: NixWorld,
  name: string,
  cluster: Cluster,
  programs?: ProgramVersions,
): Promise<Readonly<Record<string, string>>> {
  const generated = writeGenerated(world, name, cluster);
  const nixpkgs =
    programs === undefined
      ? []
      : [
          `nixpkgs = ${await nixpkgsDouble(join(ROOT, "packages/lab/nixpkgs"), { versions: programs }, join(world.folder, "doubles"))};`,
        ];
  const derivations = instantiate(world, "closures.nix", [`generated = ${generated};`, ...nixpkgs]);
  const built = realise(world, Object.values(derivations));
  return Object.fromEntries(Object.keys(derivations).map((node, index) => [node, built[index] ?? ""]));
}
