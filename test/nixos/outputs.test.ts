import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { nixpkgs } from "./evaluation.ts";

if (nixpkgs === undefined) {
  console.warn("NOT RUN: the flake's outputs from the real nixpkgs. Set NIXPKGS to a nixpkgs tree.");
}

type Outputs = Readonly<Record<string, Readonly<Record<string, string>>>>;

describe.skipIf(nixpkgs === undefined)("the flake's outputs, from the real nixpkgs", () => {
  let outputs: Readonly<Record<string, Outputs>>;

  beforeAll(() => {
    const expression = join(import.meta.dirname, "outputs.nix");
    const flags = ["--eval", "--strict", "--json", "--readonly-mode", "--argstr", "nixpkgs", nixpkgs ?? ""];
    outputs = JSON.parse(
      execFileSync("nix-instantiate", [...flags, expression], { encoding: "utf8", maxBuffer: 2 ** 26 }),
    ) as typeof outputs;
  }, 600_000);

  it("are there for both systems", () => {
    expect(Object.keys(outputs)).toEqual(["aarch64-linux", "x86_64-linux"]);
  });

  it.each([
    ["packages", ["default", "quorate"]],
    ["legacyApps", ["deploy", "genCerts", "generate", "nixosOptions"]],
    ["devShells", ["default"]],
    ["checks", ["formatting", "generated", "lint", "three-masters", "three-masters-contained", "unit"]],
  ])("%s are derivations: %j", (kind, names) => {
    for (const system of Object.values(outputs)) {
      expect(Object.keys(system[kind] ?? {})).toEqual(expect.arrayContaining(names));
      for (const path of Object.values(system[kind] ?? {})) expect(path).toMatch(/^\/nix\/store\/.*\.drv$/);
    }
  });

  it("apps are programs in the store", () => {
    for (const system of Object.values(outputs)) {
      expect(system["apps"]?.["default"]).toMatch(/^app \/nix\/store\/[^/]*-quorate-[^/]*\/bin\/quorate$/);
      expect(system["apps"]?.["genCerts"]).toMatch(/^app \/nix\/store\/[^/]*-genCerts\/bin\/genCerts$/);
    }
  });

  it("the shell has what a lab's hosts take from PATH, of one nixpkgs", () => {
    for (const system of Object.values(outputs)) {
      expect(Object.values(system["shellPackages"] ?? {})).toEqual(
        expect.arrayContaining(["cni-plugins", "containerd", "etcd", "go", "kubernetes", "runc", "skopeo"]),
      );
    }
  });

  it("differ between systems", () => {
    expect(outputs["aarch64-linux"]?.["packages"]).not.toEqual(outputs["x86_64-linux"]?.["packages"]);
  });
});
