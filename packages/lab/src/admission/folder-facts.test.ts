import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { folderFacts, onOneFileSystem } from "./folder-facts.ts";

describe("a folder of labs", () => {
  let root: string;

  beforeAll(() => {
    root = mkdtempSync(join(tmpdir(), "quorate-folder-facts-"));
    mkdirSync(join(root, "folder"));
    writeFileSync(join(root, "file"), "");
    symlinkSync(join(root, "folder"), join(root, "link"));
    symlinkSync(join(root, "nowhere"), join(root, "dangling"));
  });
  afterAll(() => rmSync(root, { recursive: true, force: true }));

  test.each([["folder"], ["link"], ["folder/still/to be made"]])("that can be written: %s", (name) => {
    const before = readdirSync(join(root, "folder"));
    const path = join(root, name);
    const facts = folderFacts(path);
    expect(facts).toMatchObject({ path, unwritable: undefined });
    expect(facts.freeMiB).toBeGreaterThan(0);
    expect(readdirSync(join(root, "folder"))).toEqual(before);
  });

  test.each([
    ["a file", "file", "a part of the path is not a folder"],
    ["below a file", "file/below", "a part of the path is not a folder"],
    ["a link to nothing", "dangling", expect.stringContaining("a link leads nowhere")],
    ["below a link to nothing", "dangling/below", expect.stringContaining("a link leads nowhere")],
  ])("that can't be written: %s", (_, name, unwritable) => {
    expect(folderFacts(join(root, name))).toEqual({ path: join(root, name), freeMiB: 0, unwritable });
  });

  test.runIf(existsSync("/proc/self"))("that the kernel makes no folders in", () => {
    expect(folderFacts("/proc/nope/deeper").unwritable).toBeDefined();
  });

  test("is on one file system with a folder still to be made in it, and not with another device", () => {
    expect(onOneFileSystem(root, join(root, "some/where"))).toBe(true);
    expect(onOneFileSystem(root, "/dev")).toBe(false);
  });
});
