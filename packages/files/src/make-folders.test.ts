import { mkdirSync, readdirSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { makeFolders } from "./make-folders.ts";
import { temporaryFolder } from "./testing/folder.ts";

describe("makeFolders", () => {
  it("makes what is missing, with the mode that was asked for, and tells whether it made the last one", () => {
    const base = temporaryFolder();
    expect(makeFolders(join(base, "a/b/c"), 0o700)).toBe(true);
    for (const path of ["a", "a/b", "a/b/c"]) expect(statSync(join(base, path)).mode & 0o777).toBe(0o700);
    expect(makeFolders(join(base, "a/b/c"))).toBe(false);
  });

  it("follows a link to a folder", () => {
    const base = temporaryFolder();
    mkdirSync(join(base, "real"));
    symlinkSync("real", join(base, "link"));
    expect(makeFolders(join(base, "link"))).toBe(false);
    expect(makeFolders(join(base, "link/a"))).toBe(true);
    expect(readdirSync(join(base, "real"))).toEqual(["a"]);
  });

  it.each([
    ["a link to nothing", "dangling", "EEXIST"],
    ["a file", "file", "EEXIST"],
    ["a folder below a link to nothing", "dangling/a", "EEXIST"],
    ["a folder below a file", "file/a", "ENOTDIR"],
  ])("says that %s is in the way", (_, name, code) => {
    const base = temporaryFolder();
    symlinkSync("nowhere", join(base, "dangling"));
    writeFileSync(join(base, "file"), "");
    expect(() => makeFolders(join(base, name))).toThrow(expect.objectContaining({ code }));
  });

  it("gives up where no folder can be made", () => {
    expect(() => makeFolders("/proc/quorate/certs")).toThrow(expect.objectContaining({ code: "ENOENT" }));
  });
});
