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
  for (const file of ["programs.json", "place.json"]) {
    cpSync(join(ownDouble, "nixos", file), join(own, "nixos", file));
  }
  writeFileSync(join(own, "flake.nix"), "{ }\n", { mode: 0o444 });
  return own;
}

const said = (path: string) => JSON.parse(readFileSync(join(path, "nixos/programs.json"), "utf8"));

const built = said(ownDouble);

test("hosts with what Quorate builds get its own double", async () => {
  const into = folder();
  const own = ownDouble;
  expect(await nixpkgsDouble(own, { versions: built }, into)).toBe(own);
  expect(readdirSync(into)).toEqual([]);
});

test("hosts with other programs get a copy that says so", async () => {
  const [own, into] = [double(), folder()];
  const programs = { kubernetes: "1.34.1", etcd: "3.6.4" };
  const copy = await nixpkgsDouble(own, { versions: programs }, join(into, "doubles"));
  expect(copy.startsWith(`${into}/doubles/nixpkgs-`)).toBe(true);
  expect(said(copy)).toEqual(programs);
  expect(readFileSync(join(copy, "flake.nix"), "utf8")).toBe("{ }\n");
  expect(said(own)).toEqual(built);
});

test("a copy is made once for the same programs, in whatever order, and anew for another double", async () => {
  const [own, into] = [double(), folder()];
  const first = await nixpkgsDouble(own, { versions: { kubernetes: "1.34.1", etcd: "3.6.4" } }, into);
  expect(await nixpkgsDouble(own, { versions: { etcd: "3.6.4", kubernetes: "1.34.1" } }, into)).toBe(first);
  const others = [
    await nixpkgsDouble(own, { versions: { kubernetes: "1.34.2", etcd: "3.6.4" } }, into),
    await (() => {
      writeFileSync(join(own, "more.nix"), "{ }\n");
      return nixpkgsDouble(own, { versions: { kubernetes: "1.34.1", etcd: "3.6.4" } }, into);
    })(),
  ];
  expect(new Set([first, ...others]).size).toBe(3);
  expect(readdirSync(into)).toHaveLength(3);
});

test("hosts with programs at another place get a copy that says where", async () => {
  const [own, into] = [double(), folder()];
  const place = "/opt/quorate-lab/lab-1";
  const copy = await nixpkgsDouble(own, { place }, into);
  expect(JSON.parse(readFileSync(join(copy, "nixos/place.json"), "utf8"))).toBe(place);
  expect(said(copy)).toEqual(built);
  expect(await nixpkgsDouble(own, { place: "/opt/quorate-lab/lab-2" }, into)).not.toBe(copy);
  expect(await nixpkgsDouble(own, {}, into)).toBe(own);
});
