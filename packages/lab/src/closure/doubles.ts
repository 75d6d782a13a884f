import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** Inputs that Quorate's flake has, and that a lab replaces; see packages/lab/nixpkgs. */
const INPUTS = ["nixpkgs", "disko"] as const;

/** Where the doubles are: absolute paths. */
export type Doubles = { readonly [Name in (typeof INPUTS)[number]]: string };

/** Quorate's own doubles. `root` is where its files are. */
export function ownDoubles(root: string): Doubles {
  return { nixpkgs: join(root, "packages/lab/nixpkgs"), disko: join(root, "packages/lab/disko") };
}

/** deploy's arguments that put the doubles in place of the inputs of the flake in `folder`. */
export function overridesFor(folder: string, doubles: Doubles): readonly string[] {
  return inputPrefixes(readInputs(folder)).flatMap((prefix) =>
    INPUTS.flatMap((name) => ["--override-input", `${prefix}${name}=path:${doubles[name]}`]),
  );
}

/**
 * Where a flake has the inputs that a lab replaces: its own (this repository), and those of its input `quorate`
 * (everybody else's cluster).
 */
export function inputPrefixes(inputs: readonly string[]): readonly ("" | "quorate/")[] {
  return [
    ...(inputs.includes("nixpkgs") ? ([""] as const) : []),
    ...(inputs.includes("quorate") ? (["quorate/"] as const) : []),
  ];
}

/** The names of a flake's inputs, from its lock; one that was never locked is a cluster made of the template. */
function readInputs(folder: string): readonly string[] {
  const lock = join(folder, "flake.lock");
  if (!existsSync(lock)) return ["quorate"];
  const { nodes, root } = JSON.parse(readFileSync(lock, "utf8")) as {
    readonly root: string;
    readonly nodes: { readonly [name: string]: { readonly inputs?: object } };
  };
  return Object.keys(nodes[root]?.inputs ?? {});
}

/**
 * Nix's settings for a deployment in a lab: `given` (NIX_CONFIG as it is), and what builders need, who fetch nothing.
 * `sandbox` says what they see: those of the doubles the programs of this machine. `groups` is /etc/group: where
 * Nix has no users of its own to build as, as with Debian's, root builds ({@link buildUsers}).
 */
export function labNixConfig(given: string | undefined, groups: string, sandbox: readonly string[]): string {
  return [
    ...(given ? [given] : []),
    "extra-experimental-features = nix-command flakes",
    ...sandbox,
    "substituters =",
    "flake-registry =",
    "warn-dirty = false",
    "extra-platforms = x86_64-linux aarch64-linux",
    ...buildUsers(groups),
    "",
  ].join("\n");
}

/** Who builds: Nix's own users, as it has them by itself, or root where `groups`, which is /etc/group, has none. */
export function buildUsers(groups: string): readonly string[] {
  return /^nixbld:[^:]*:[^:]*:.+$/m.test(groups) ? [] : ["build-users-group ="];
}
