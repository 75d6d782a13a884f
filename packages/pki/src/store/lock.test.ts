import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { childProgram } from "../../test/child.ts";
import { clusterOf } from "../../test/clusters.ts";
import { expectDone, NOW, temporaryFolder } from "../../test/folder.ts";
import { inspectCertificates } from "../index.ts";
import { nodeDisk } from "./disk.ts";
import { lockFolder } from "./lock.ts";
import { ownIdentity } from "./process-identity.ts";

const own = ownIdentity();
const put = (directory: string, name: string, content: unknown): void => {
  const text = typeof content === "string" ? content : JSON.stringify(content);
  writeFileSync(join(directory, `.quorate-lock-${name}`), text);
};

describe("lockFolder", () => {
  it("lets one in, tells the other who that is, and lets it in afterwards", async () => {
    const directory = temporaryFolder();
    const first = await lockFolder(directory, NOW, nodeDisk);
    if (first.kind !== "acquired") throw new Error("held");
    const second = await lockFolder(directory, NOW, nodeDisk);
    expect(second).toMatchObject({
      kind: "held",
      holder: { pid: process.pid, host: hostname(), since: NOW.toISOString() },
    });
    first.release();
    expect((await lockFolder(directory, NOW, nodeDisk)).kind).toBe("acquired");
  });

  const since = NOW.toISOString();
  it.each([
    ["a process that has ended", { ...own, pid: 2 ** 22 - 1, ticks: "1", since }, "acquired"],
    ["a process whose number another one has now", { ...own, ticks: "1", since }, "acquired"],
    ["a process from before a reboot", { ...own, boot: "another", since }, "acquired"],
    ["nobody: an empty file", "", "acquired"],
    ["nobody: a cut file", '{"pid":', "acquired"],
    ["a process on another host", { ...own, host: "elsewhere", pid: 2 ** 22 - 1, since }, "held"],
    ["a process in another container", { ...own, namespace: "pid:[1]", pid: 2 ** 22 - 1, since }, "held"],
    ["this very process", { ...own, since }, "held"],
  ])("meets the lock of %s", async (_, content, kind) => {
    const directory = temporaryFolder();
    put(directory, "0123", content);
    expect((await lockFolder(directory, NOW, nodeDisk)).kind).toBe(kind);
    const left = readdirSync(directory).filter((name) => name === ".quorate-lock-0123");
    expect(left.length).toBe(kind === "held" ? 1 : 0);
  });

  it("never lets two in, however many try", async () => {
    const directory = temporaryFolder();
    for (let round = 0; round < 20; round++) {
      put(directory, "stale", { ...own, pid: 2 ** 22 - 1, ticks: "1", since });
      const locks = await Promise.all(Array.from({ length: 6 }, () => lockFolder(directory, NOW, nodeDisk)));
      const acquired = locks.filter((lock) => lock.kind === "acquired");
      expect(acquired.length).toBeLessThanOrEqual(1);
      for (const lock of acquired) if (lock.kind === "acquired") lock.release();
    }
    expect(readdirSync(directory)).toEqual([]);
  });
});

describe("two runs at once on one folder", () => {
  const start = childProgram();

  it("end with complete certificates, and an error for those that had to give way", async () => {
    for (let round = 0; round < 2; round++) {
      const directory = join(temporaryFolder(), "certs");
      if (round > 0) mkdirSync(directory);
      const children = Array.from({ length: 3 }, () => start(directory, 50));
      const results = await Promise.all(children.map(({ result }) => result));
      const done = results.filter((result) => result?.kind === "done");
      expect(done.length).toBeGreaterThan(0);
      for (const result of results) {
        if (result?.kind === "done") continue;
        expect(result).toMatchObject({ kind: "failed", findings: [{ code: "folder-locked" }] });
        const pids = children.map((child) => `process ${child.process.pid} on ${hostname()}`);
        const message = result?.findings[0]?.message ?? "";
        expect(pids.some((pid) => message.includes(pid))).toBe(true);
      }
      // Those that came in one after the other found everything done.
      expect(done.filter((result) => expectDone(result ?? never()).written > 0).length).toBe(1);
      const cluster = clusterOf({ stacked: 3, workers: 50 });
      expect(inspectCertificates({ cluster, directory, now: NOW })).toEqual([]);
      expect(readFileSync(join(directory, "quorate.json"), "utf8")).toContain("home");
      expect(readdirSync(directory).filter((name) => name.startsWith(".quorate"))).toEqual([]);
    }
  });
});

function never(): never {
  throw new Error("no result");
}
