import { mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { nodeDisk } from "./disk.ts";
import { temporaryFolder, treeOf } from "./testing/folder.ts";
import { wholeFile, writeFileAtomic, writeFilesAtomic } from "./write-file-atomic.ts";

describe("writeFileAtomic", () => {
  it("writes a new file and replaces an old one, with its mode", () => {
    const path = join(temporaryFolder(), "file");
    writeFileAtomic(path, "one");
    expect(statSync(path).mode & 0o777).toBe(0o644);
    writeFileAtomic(path, Buffer.from("two"), 0o600);
    expect([readFileSync(path, "utf8"), statSync(path).mode & 0o777]).toEqual(["two", 0o600]);
  });

  it("leaves nothing beside, whether it succeeds or fails", () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, "taken"));
    writeFileSync(join(folder, "taken/inside"), "");
    writeFileAtomic(join(folder, "file"), "one");
    const before = treeOf(folder);
    expect(() => writeFileAtomic(join(folder, "taken"), "one")).toThrow();
    expect(() => writeFileAtomic(join(folder, "missing/file"), "one")).toThrow(/ENOENT/);
    expect(treeOf(folder)).toEqual(before);
  });

  it("replaces a symbolic link rather than what it points to", () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, "target"), "mine");
    symlinkSync("target", join(folder, "link"));
    writeFileAtomic(join(folder, "link"), "ours");
    expect(readFileSync(join(folder, "target"), "utf8")).toBe("mine");
    expect(readFileSync(join(folder, "link"), "utf8")).toBe("ours");
  });
});

describe("writeFilesAtomic", () => {
  it("writes any number of files", () => {
    const folder = temporaryFolder();
    const files = Array.from({ length: 100 }, (_, index) => ({
      path: join(folder, `file${index}`),
      content: `content ${index}`,
    }));
    writeFilesAtomic(files);
    expect(readdirSync(folder).length).toBe(100);
    for (const { path, content } of files) expect(readFileSync(path, "utf8")).toBe(content);
  });

  it("changes nothing where one of them cannot be written", () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, "a"), "old");
    const before = treeOf(folder);
    let writes = 0;
    const failing = {
      ...nodeDisk,
      writeNew: (...args: Parameters<typeof nodeDisk.writeNew>) => {
        if (++writes === 3) throw new Error("no more");
        nodeDisk.writeNew(...args);
      },
    };
    const files = ["a", "b", "c"].map((name) => ({ path: join(folder, name), content: "new" }));
    expect(() => writeFilesAtomic(files, failing)).toThrow("no more");
    expect(treeOf(folder)).toEqual(before);
  });
});

describe("wholeFile", () => {
  it("knows what a killed run left behind", () => {
    const path = join(temporaryFolder(), "machines.nix");
    const written: string[] = [];
    const killed = {
      ...nodeDisk,
      writeNew: (beside: string) => written.push(beside),
      flush: () => {
        throw new Error("killed");
      },
    };
    expect(() => writeFilesAtomic([{ path, content: "" }], killed)).toThrow("killed");
    expect(written.map(wholeFile)).toEqual([path]);
  });

  it.each([
    ["nodes/.a.nix.0123456789ab.tmp", "nodes/a.nix"],
    [".machines.nix.0123456789ab.tmp", "machines.nix"],
    ["machines.nix.0123456789ab.tmp", undefined],
    [".machines.nix.0123456789.tmp", undefined],
    [".machines.nix.tmp", undefined],
    [".machines.nix.0123456789ab.tmp.old", undefined],
    ["machines.nix", undefined],
  ])("of %s is %s", (path, whole) => {
    expect(wholeFile(path)).toBe(whole);
  });
});
