import { cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { quickDisk, temporaryFolder, treeOf } from "@quorate/files/testing";
import { describe, expect, it } from "vitest";
import { mayBeKilled, mortalDisk } from "../../test/mortal-disk.ts";
import { commitFiles, isUnfinished, type NewFile, recover } from "./transaction.ts";

const file = (path: string, content: string): NewFile => ({ path, content, mode: 0o600 });

const OLD = [
  file("marker", "old"),
  file("authorities/a.crt", "old"),
  file("authorities/a.key", "old"),
  file("hosts/node1/x.crt", "old"),
  file("hosts/node1/x.key", "old"),
];

const NEW = [
  file("marker", "new"),
  file("authorities/b.crt", "new"),
  file("authorities/b.key", "new"),
  file("hosts/node1/x.crt", "new"),
  file("hosts/node1/x.key", "new"),
  file("hosts/node2/x.crt", "new"),
  file("hosts/node2/x.key", "new"),
  file("operator/kubeconfig", "new"),
];

function folderOf(files: readonly NewFile[]): string {
  const directory = temporaryFolder();
  for (const { path, content, mode } of files) {
    mkdirSync(dirname(join(directory, path)), { recursive: true, mode: 0o700 });
    writeFileSync(join(directory, path), content, { mode });
  }
  return directory;
}

const copyOf = (directory: string): string => {
  const copy = temporaryFolder();
  cpSync(directory, copy, { recursive: true });
  return copy;
};

describe.each([
  ["an empty folder", []],
  ["a folder with files", OLD],
])("commitFiles into %s", (_, old) => {
  const before = (): Map<string, string> => treeOf(folderOf(old));
  const after = (): Map<string, string> =>
    treeOf(folderOf([...new Map([...old, ...NEW].map((entry) => [entry.path, entry])).values()]));

  it("writes all files, and leaves nothing beside", () => {
    const directory = folderOf(old);
    commitFiles(directory, NEW, quickDisk);
    expect(treeOf(directory)).toEqual(after());
  });

  it("killed at any step, with the recovery killed at any step, has all of them or none", async () => {
    const outcomes = new Set<string>();
    const [nothing, whole] = [before(), after()];
    for (let steps = 0, alive = false; !alive; steps++) {
      const directory = folderOf(old);
      const run = mortalDisk(steps);
      await mayBeKilled(() => commitFiles(directory, NEW, run.disk));
      alive = !run.died();
      for (let recovery = 0, recovered = false; !recovered; recovery++) {
        const copy = copyOf(directory);
        const unfinished = isUnfinished(copy, quickDisk);
        const again = mortalDisk(recovery);
        await mayBeKilled(() => recover(copy, again.disk));
        recovered = !again.died();
        recover(copy, quickDisk);
        const outcome = readFileOr(join(copy, "operator/kubeconfig"));
        expect(treeOf(copy)).toEqual(outcome === "new" ? whole : nothing);
        if (unfinished) expect(outcome).toBe("new");
        outcomes.add(outcome);
      }
    }
    expect(outcomes).toEqual(new Set(["", "new"]));
  });

  it("that fails at any write leaves the old files and nothing beside", () => {
    for (let writes = 0; writes < NEW.length; writes++) {
      const directory = folderOf(old);
      let left = writes;
      const writeNew: typeof quickDisk.writeNew = (...args) => {
        if (left-- === 0) throw new Error("no space");
        quickDisk.writeNew(...args);
      };
      expect(() => commitFiles(directory, NEW, { ...quickDisk, writeNew })).toThrow("no space");
      expect(treeOf(directory)).toEqual(before());
    }
  });
});

function readFileOr(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}
