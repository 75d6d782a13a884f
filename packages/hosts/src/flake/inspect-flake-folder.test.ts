import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createSystemRunner } from "../command/system-runner.ts";
import { refuseKeysInFlake } from "./inspect-flake-folder.ts";

const root = mkdtempSync(join(tmpdir(), "quorate-flake-folder-"));
const at = (path: string) => join(root, path);
const run = createSystemRunner({ onLine: () => {}, verbose: false });

beforeAll(() => {
  for (const folder of ["plain/certs", "clean/certs", "tracked/certs", "elsewhere"]) {
    mkdirSync(at(folder), { recursive: true });
    writeFileSync(at(`${folder}/a.key`), "secret");
  }
  for (const repository of ["clean", "tracked"]) execFileSync("git", ["init", "--quiet", at(repository)]);
  writeFileSync(at("clean/.gitignore"), "certs/\n");
  execFileSync("git", ["-C", at("tracked"), "add", "certs/a.key"]);
});
afterAll(() => rmSync(root, { recursive: true }));

describe("private keys", () => {
  test.each([
    ["beside the flake", at("plain"), "elsewhere", []],
    ["in a folder without git", at("plain"), "plain/certs", ["certificates-in-flake"]],
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
