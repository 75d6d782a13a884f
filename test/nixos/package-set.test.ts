import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { NixWorld } from "../flake/nix.ts";
import { nixpkgs } from "./evaluation.ts";

// Hosts of NixOS where there is no binary cache: all of NixOS, of packages that are stand-ins. What comes of it when it
// is built and booted is test/lab/nixos.e2e.test.ts.

const title =
  nixpkgs === undefined
    ? "the package set of stand-ins (not run: set NIXPKGS to a nixpkgs tree)"
    : `the package set of stand-ins, over ${nixpkgs}`;

interface Derivation {
  readonly builder: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

describe.skipIf(nixpkgs === undefined)(title, () => {
  let world: NixWorld;
  let toplevel: string;
  let derivations: readonly Derivation[];

  beforeAll(() => {
    world = new NixWorld();
    const expression = join(import.meta.dirname, "package-set.nix");
    const instantiate = ["nix-instantiate", "--argstr", "nixpkgs", nixpkgs ?? "", expression] as const;
    toplevel = world.must(world.folder, ...instantiate).trim();
    const shown = world.must(world.folder, "nix", "show-derivation", "--recursive", toplevel);
    derivations = Object.values(JSON.parse(shown) as Record<string, Derivation>);
  }, 600_000);
  afterAll(() => world?.dispose());

  const isStandIn = ({ args }: Derivation) => args.some((word) => word.endsWith("-stand-in.sh"));

  test("makes a system", () => {
    expect(toplevel).toMatch(/-nixos-system-node1-\d\d\.\d\d\.drv$/);
  });

  test("fetches nothing", () => {
    expect(derivations.filter(({ env }) => env["outputHash"] !== undefined)).toEqual([]);
  });

  test("builds all of it by bash, and compiles nothing", () => {
    expect([...new Set(derivations.map(({ builder }) => builder))]).toEqual(["/usr/bin/bash"]);
    expect(
      derivations.filter(({ env }) => env["src"] !== undefined && env["cargoDeps"] !== undefined),
    ).toEqual([]);
  });

  test("has stand-ins for what NixOS is made of, and leaves to NixOS what is its own", () => {
    const packages = derivations.filter(isStandIn).map(({ env }) => env["package"]);
    expect(packages).toEqual(
      expect.arrayContaining([
        "bash-interactive",
        "containerd",
        "coreutils",
        "kubernetes",
        "nix",
        "openssh",
        "systemd",
      ]),
    );
    const own = derivations.filter((each) => !isStandIn(each)).map(({ env }) => env["name"]);
    expect(own).toEqual(
      expect.arrayContaining(["etc", "system-units", "unit-kubelet.service", "users-groups.json"]),
    );
  });
});
