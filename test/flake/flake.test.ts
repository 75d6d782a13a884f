import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { NixWorld, ROOT } from "./nix.ts";

// Real Nix, real builds, in a store of its own: needs `nix`, `git`, and npm's registry (or its cache) for
// the tarballs that the package is built from.

let world: NixWorld;
let copy: string;
let doubles: string[];

beforeAll(() => {
  world = new NixWorld();
  copy = world.copyOfRepository("quorate");
  world.must(copy, "node", "scripts/add-npm-tarballs.mjs");
  doubles = [
    "--no-write-lock-file",
    "--override-input",
    "nixpkgs",
    `path:${copy}/packages/lab/nixpkgs`,
    "--override-input",
    "disko",
    `path:${copy}/packages/lab/disko`,
    "--override-input",
    "treefmt-nix",
    `path:${copy}/packages/lab/treefmt-nix`,
  ];
});

afterAll(() => world?.dispose());

const nodes = ["node1", "node2", "node3"];
const systems = ["aarch64-linux", "x86_64-linux"];

describe("the flake", () => {
  it("has a lock that is all its inputs need", () => {
    const metadata = JSON.parse(
      world.must(copy, "nix", "flake", "metadata", "--json", "--no-update-lock-file"),
    ) as { locks: unknown };
    expect(metadata.locks).toEqual(JSON.parse(readFileSync(join(copy, "flake.lock"), "utf8")));
  });

  it("shows its outputs", () => {
    const shown = JSON.parse(world.must(copy, "nix", "flake", "show", "--json", ...doubles)) as Record<
      string,
      Record<string, Record<string, unknown>>
    >;
    expect(Object.keys(shown["nixosConfigurations"] ?? {})).toEqual(nodes);
    for (const system of systems) {
      expect(Object.keys(shown["packages"]?.[system] ?? {})).toEqual(["default", "quorate"]);
      expect(Object.keys(shown["apps"]?.[system] ?? {})).toEqual(
        expect.arrayContaining([
          "default",
          "deploy",
          "etcd",
          "genCerts",
          "generate",
          "importInventory",
          "lab",
          "nixosOptions",
          "quorum",
          "reboot",
          "replace",
          "rollback",
          "uncordon",
          "unlock",
        ]),
      );
      expect(Object.keys(shown["devShells"]?.[system] ?? {})).toEqual(["default"]);
      expect(Object.keys(shown["checks"]?.[system] ?? {})).toEqual([
        "formatting",
        "generated",
        "lint",
        "three-masters",
        "three-masters-contained",
        "unit",
      ]);
      expect(shown["formatter"]?.[system]).toMatchObject({ type: "derivation" });
    }
    expect(shown["templates"]).toHaveProperty("default");
  });

  it("has a configuration for every node, with what was generated for it", () => {
    const config = "nixosConfigurations.node2.config";
    const at = (path: string) =>
      JSON.parse(world.must(copy, "nix", "eval", "--json", ...doubles, `.#${path}`));
    expect(at(`${config}.networking.hostName`)).toBe("node2");
    expect(at(`${config}.quorate.staticPods.kube-vip`)).toEqual(
      JSON.parse(readFileSync(join(copy, "nix/generated/kube-vip/node2.json"), "utf8")),
    );
    const fingerprints = readFileSync(join(copy, "nix/generated/fingerprints.json"), "utf8");
    expect(at(`${config}.quorate.fingerprint`)).toBe(JSON.parse(fingerprints).node2);
  });

  it("builds a node's closure on a real store", () => {
    const link = join(world.folder, "node1");
    const attribute = ".#nixosConfigurations.node1.config.system.build.toplevel";
    world.must(copy, "nix", "build", "--out-link", link, ...doubles, attribute);
    expect(readFileSync(join(link, "etc/hostname"), "utf8")).toBe("node1\n");
    const fingerprints = readFileSync(join(copy, "nix/generated/fingerprints.json"), "utf8");
    expect(readFileSync(join(link, "etc/quorate/fingerprint"), "utf8")).toBe(
      `${JSON.parse(fingerprints).node1}\n`,
    );
    expect(world.run(copy, join(link, "bin/switch-to-configuration"), "frob").status).toBe(1);
  });

  it("passes generate --check on what is committed", () => {
    world.must(copy, "nix", "run", ".#generate", ...doubles, "--", "--check");
  });

  it.each([".#genCerts", ".#apps.genCerts"])("makes certificates with nix run %s certs", (app) => {
    world.must(copy, "nix", "run", app, "certs", ...doubles);
    expect(readdirSync(join(copy, "certs/hosts"))).toEqual(nodes);
    expect(statSync(join(copy, "certs/authorities/etcd-ca.key")).mode & 0o777).toBe(0o600);
    // git ignores them, and so Nix has not copied them.
    expect(world.must(copy, "git", "status", "--porcelain")).toBe("");
    expect(world.must(world.folder, "find", "store", "-name", "etcd-ca.key")).toBe("");
  });

  it("passes arguments on as they are, and exit codes back", () => {
    const said = world.run(
      copy,
      "nix",
      "run",
      ".#generate",
      ...doubles,
      "--",
      "--machines",
      "no $(such) 'file'.ts",
    );
    expect(said.status).toBe(2);
    expect(said.stderr).toContain("no $(such) 'file'.ts");
  });

  it.each(["router", "nobody"])("refuses to deploy to %s", (target) => {
    const said = world.run(copy, "nix", "run", ".#deploy", target, ...doubles);
    expect(said.status).toBe(2);
    expect(said.stderr).toContain(target);
  });

  it("reads options from the nixpkgs that it is given", () => {
    const said = world.run(copy, "nix", "run", ".#nixosOptions", ...doubles);
    // The double has none: what counts is that it was asked.
    expect(said.status).toBe(2);
    expect(said.stderr).toMatch(/store\/[^ ]*-source: error: there is no nixpkgs here/);
  });

  it("refuses to go on when certificates came into the store", () => {
    const bare = join(world.folder, "bare");
    world.must(world.folder, "cp", "-r", copy, bare);
    rmSync(join(bare, ".git"), { recursive: true });
    world.must(bare, "mkdir", "-p", "certs/authorities");
    const { status, stderr } = world.run(
      bare,
      "nix",
      "run",
      `path:${bare}#genCerts`,
      ...doubles,
      "--",
      "certs",
    );
    expect(status).not.toBe(0);
    expect(stderr).toContain("Private keys are in the Nix store");
  });
});

describe("a cluster of one's own", () => {
  let folder: string;
  let flags: string[];

  beforeAll(() => {
    folder = join(world.folder, "cluster");
    world.must(world.folder, "mkdir", folder);
    world.must(folder, "git", "init", "--quiet");
    world.must(folder, "nix", "flake", "init", "--template", `git+file://${copy}`);
    world.must(folder, "git", "add", "--all");
    flags = [
      "--no-write-lock-file",
      "--override-input",
      "quorate",
      `git+file://${copy}`,
      "--override-input",
      "quorate/nixpkgs",
      `path:${copy}/packages/lab/nixpkgs`,
      "--override-input",
      "quorate/disko",
      `path:${copy}/packages/lab/disko`,
    ];
  });

  it("starts from a flake of ten lines", () => {
    expect(readFileSync(join(folder, "flake.nix"), "utf8").trimEnd().split("\n").length).toBeLessThanOrEqual(
      10,
    );
  });

  it("generates, and links the types", () => {
    world.must(folder, "nix", "run", ".#generate", ...flags);
    expect(existsSync(join(folder, "nix/generated/nodes/node3.nix"))).toBe(true);
    expect(existsSync(join(folder, "node_modules/@quorate/cluster/index.d.ts"))).toBe(true);
    world.must(folder, "nix", "run", ".#generate", ...flags, "--", "--check");
  });

  it("has machines.ts checked by an editor's compiler", () => {
    const tsc = join(ROOT, "node_modules/typescript/bin/tsc");
    const machines = join(folder, "machines.ts");
    const text = readFileSync(machines, "utf8");
    expect(world.run(folder, "node", tsc, "--project", ".")).toMatchObject({ status: 0, stdout: "" });

    writeFileSync(machines, text.replace('peers: ["router"]', 'peers: ["ruoter"]'));
    const misspelt = world.run(folder, "node", tsc, "--project", ".");
    writeFileSync(machines, text);
    expect(misspelt.status).not.toBe(0);
    expect(misspelt.stdout).toContain("ruoter");
  });

  it("has its own configurations, once they are generated and known to git", () => {
    world.must(folder, "git", "add", "--all");
    const names = world.must(
      folder,
      "nix",
      "eval",
      "--json",
      ...flags,
      ".#nixosConfigurations",
      "--apply",
      "builtins.attrNames",
    );
    expect(JSON.parse(names)).toEqual(nodes);
  });

  it("leaves types that somebody else has put there", () => {
    const link = join(folder, "node_modules/@quorate/cluster");
    rmSync(link);
    world.must(folder, "mkdir", link);
    world.must(folder, "nix", "run", ".#generate", ...flags);
    expect(statSync(link).isDirectory() && readdirSync(link)).toEqual([]);
  });
});
