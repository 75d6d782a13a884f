import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { nixpkgsDouble } from "./nixpkgs-copy.ts";

const ownDouble = resolve(import.meta.dirname, "../../nixpkgs");

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), "quorate-double-"));
  onTestFinished(() => rmSync(path, { recursive: true }));
  return path;
}

/** A double of one other file. */
function double(): string {
  const own = join(folder(), "nixpkgs");
  mkdirSync(join(own, "nixos"), { recursive: true });
  cpSync(join(ownDouble, "nixos/programs.json"), join(own, "nixos/programs.json"));
  writeFileSync(join(own, "flake.nix"), "{ }\n", { mode: 0o444 });
  return own;
}

const said = (path: string) => JSON.parse(readFileSync(join(path, "nixos/programs.json"), "utf8"));

const built = said(ownDouble);

test("hosts with what Quorate builds get its own double", async () => {
  const into = folder();
  const own = ownDouble;
  expect(await nixpkgsDouble(own, built, into)).toBe(own);
  expect(readdirSync(into)).toEqual([]);
});

test("hosts with other programs get a copy that says so", async () => {
  const [own, into] = [double(), folder()];
  const programs = { kubernetes: "1.34.1", etcd: "3.6.4" };
  const copy = await nixpkgsDouble(own, programs, join(into, "doubles"));
  expect(copy.startsWith(`${into}/doubles/nixpkgs-`)).toBe(true);
  expect(said(copy)).toEqual(programs);
  expect(readFileSync(join(copy, "flake.nix"), "utf8")).toBe("{ }\n");
  expect(said(own)).toEqual(built);
});

test("a copy is made once for the same programs, in whatever order, and anew for another double", async () => {
  const [own, into] = [double(), folder()];
  const first = await nixpkgsDouble(own, { kubernetes: "1.34.1", etcd: "3.6.4" }, into);
  expect(await nixpkgsDouble(own, { etcd: "3.6.4", kubernetes: "1.34.1" }, into)).toBe(first);
  const others = [
    await nixpkgsDouble(own, { kubernetes: "1.34.2", etcd: "3.6.4" }, into),
    await (() => {
      writeFileSync(join(own, "more.nix"), "{ }\n");
      return nixpkgsDouble(own, { kubernetes: "1.34.1", etcd: "3.6.4" }, into);
    })(),
  ];
  expect(new Set([first, ...others]).size).toBe(3);
  expect(readdirSync(into)).toHaveLength(3);
});
