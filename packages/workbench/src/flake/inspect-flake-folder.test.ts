import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createSystemRunner } from "@quorate/command";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { refuseKeysInFlake, refuseUnseenFiles } from "./inspect-flake-folder.ts";

const root = mkdtempSync(join(tmpdir(), "quorate-flake-folder-"));
const at = (path: string) => join(root, path);
const run = createSystemRunner({ onLine: () => {}, verbose: false });

beforeAll(() => {
  for (const folder of [
    "plain/certs",
    "plain/sub",
    "clean/certs",
    "tracked/certs",
    "tracked/sub",
    "plain/..certs",
    "elsewhere",
  ]) {
    mkdirSync(at(folder), { recursive: true });
    writeFileSync(at(`${folder}/a.key`), "secret");
  }
  for (const repository of ["clean", "tracked"]) execFileSync("git", ["init", "--quiet", at(repository)]);
  for (const folder of ["plain", "clean", "tracked"]) writeFileSync(at(`${folder}/flake.nix`), "{ }");
  symlinkSync(at("plain"), at("link"));
  mkdirSync(at("clean/nix/generated/nodes"), { recursive: true });
  mkdirSync(at("clean/nix/ignored"));
  writeFileSync(at("clean/nix/generated/machines.nix"), "{ }");
  writeFileSync(at("clean/nix/ignored/machines.nix"), "{ }");
  writeFileSync(at("clean/.gitignore"), "certs/\nnix/ignored\n");
  execFileSync("git", ["-C", at("tracked"), "add", "certs/a.key"]);
});
afterAll(() => rmSync(root, { recursive: true }));

describe("private keys", () => {
  test.each([
    ["beside the flake", at("plain"), "elsewhere", []],
    ["in a folder without git", at("plain"), "plain/certs", ["certificates-in-flake"]],
    ["behind a link to such a folder", at("link"), "plain/certs", ["certificates-in-flake"]],
    ["behind a link, as named through it", at("plain"), "link/certs", ["certificates-in-flake"]],
    [
      "above the folder of machines.ts, beside flake.nix",
      at("plain/sub"),
      "plain/certs",
      ["certificates-in-flake"],
    ],
    ["in a folder whose name starts with dots", at("plain"), "plain/..certs", ["certificates-in-flake"]],
    ["that git tracks above the flake", at("tracked/sub"), "tracked/certs", ["certificates-in-git"]],
    [
      "that git tracks, named as a repository",
      `git+file://${at("tracked")}`,
      "tracked/certs",
      ["certificates-in-git"],
    ],
    ["that git does not track", at("clean"), "clean/certs", []],
    [
      "that git does not track, but the flake is a path",
      `path:${at("clean")}`,
      "clean/certs",
      ["certificates-in-flake"],
    ],
    ["that git tracks", at("tracked"), "tracked/certs", ["certificates-in-git"]],
    [
      "that git tracks, with a flake that has parameters",
      `${at("tracked")}?dir=x`,
      "tracked/certs",
      ["certificates-in-git"],
    ],
    ["of a flake from elsewhere", "github:somebody/something", "plain/certs", []],
  ])("%s", async (_, flake, certificates, codes) => {
    expect((await refuseKeysInFlake(run, flake, at(certificates))).map(({ code }) => code)).toEqual(codes);
  });
});

describe("generated files", () => {
  const refused = async (flake: string, generated: string) =>
    (await refuseUnseenFiles(run, flake, at(generated))).map(({ code, hint }) => [code, hint]);

  test("that git does not track are refused until it does", async () => {
    const untracked = [["generated-untracked", "Run git add nix/generated"]];
    expect(await refused(at("clean"), "clean/nix/generated")).toEqual(untracked);
    execFileSync("git", ["-C", at("clean"), "add", "nix/generated"]);
    expect(await refused(at("clean"), "clean/nix/generated")).toEqual([]);
    writeFileSync(at("clean/nix/generated/notes.txt"), "not made by generate");
    expect(await refused(at("clean"), "clean/nix/generated")).toEqual([]);
    mkdirSync(at("clean/nix/generated/nodes"), { recursive: true });
    writeFileSync(at("clean/nix/generated/nodes/mine.nix"), "{ }");
    expect(await refused(at("clean"), "clean/nix/generated")).toEqual([]);
    writeFileSync(
      at("clean/nix/generated/nodes/new.nix"),
      "# Generated from machines.ts by `quorate generate`. Not to be edited.\n{ }\n",
    );
    expect(await refused(at("clean"), "clean/nix/generated")).toEqual(untracked);
  });

  test("that git ignores are refused too", async () => {
    expect((await refused(at("clean"), "clean/nix/ignored")).length).toBe(1);
  });

  test.each([
    ["without git", at("plain"), "plain/nix/generated"],
    ["of another folder than the flake's", at("clean"), "elsewhere"],
    ["of a flake from elsewhere", "github:somebody/something", "clean/nix/ignored"],
    ["that git would not track, but the flake is a path", `path:${at("clean")}`, "clean/nix/ignored"],
  ])("%s are of no concern", async (_, flake, generated) => {
    expect(await refused(flake, generated)).toEqual([]);
  });
});
