import { execFileSync } from "node:child_process";
import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, describe, expect, it, onTestFinished } from "vitest";

const SCRIPT = readFileSync(new URL("../scripts/link-types.sh", import.meta.url), "utf8");
const LINKS = {
  "node_modules/@quorate/cluster": "dist/types",
  "node_modules/@types/node": "node_modules/@types/node",
} as const;

describe.each(Object.entries(LINKS))("the link %s", (link, target) => {
  let folder: string;
  let root: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "quorate-link-types-"));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    root = join(folder, "store/libexec/quorate");
    writeFileSync(join(folder, "machines.ts"), "");
  });

  function run(): void {
    execFileSync("/bin/sh", ["-c", SCRIPT.replace("@root@", root)], { cwd: folder });
  }

  it("is made", () => {
    run();
    expect(readlinkSync(join(folder, link))).toBe(join(root, target));
  });

  it("follows another version", () => {
    run();
    root = join(folder, "newer/libexec/quorate");
    run();
    expect(readlinkSync(join(folder, link))).toBe(join(root, target));
  });

  it("leaves a link alone that somebody else made", () => {
    mkdirSync(join(folder, link, ".."), { recursive: true });
    symlinkSync("/elsewhere", join(folder, link));
    run();
    expect(readlinkSync(join(folder, link))).toBe("/elsewhere");
  });

  it("leaves a folder alone", () => {
    mkdirSync(join(folder, link), { recursive: true });
    run();
    expect(() => readlinkSync(join(folder, link))).toThrow("EINVAL");
  });

  it("is not made where no machines.ts is", () => {
    rmSync(join(folder, "machines.ts"));
    run();
    expect(() => readlinkSync(join(folder, link))).toThrow("ENOENT");
  });
});
