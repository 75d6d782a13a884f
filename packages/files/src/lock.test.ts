import { readdirSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { lockFolder } from "./lock.ts";
import { thisProcess } from "./process-identity.ts";
import { temporaryFolder } from "./testing/folder.ts";
import { zombie } from "./testing/zombie.ts";

const own = thisProcess();
const NOW = new Date("2026-01-01T00:00:00Z");
const prefix = ".quorate-lock-";
const lock = (folder: string) => lockFolder({ folder, prefix, now: NOW });
const put = (directory: string, name: string, content: unknown): void => {
  const text = typeof content === "string" ? content : JSON.stringify(content);
  writeFileSync(join(directory, `.quorate-lock-${name}`), text);
};

describe("lockFolder", () => {
  it("lets one in, tells the other who that is, and lets it in afterwards", async () => {
    const directory = temporaryFolder();
    const first = await lock(directory);
    if (first.kind !== "acquired") throw new Error("held");
    const second = await lock(directory);
    expect(second).toMatchObject({
      kind: "held",
      holder: { pid: process.pid, host: hostname(), since: NOW.toISOString() },
    });
    first.release();
    expect((await lock(directory)).kind).toBe("acquired");
  });

  const since = NOW.toISOString();
  it.each([
    ["a process that has ended", { ...own, pid: 2 ** 22 - 1, started: "1", since }, "acquired"],
    ["a process whose number another one has now", { ...own, started: "1", since }, "acquired"],
    ["a process from before a reboot", { ...own, boot: "another", since }, "acquired"],
    ["nobody: an empty file", "", "acquired"],
    ["nobody: a cut file", '{"pid":', "acquired"],
    ["a process on another host", { ...own, host: "elsewhere", pid: 2 ** 22 - 1, since }, "held"],
    ["a process in another container", { ...own, namespace: "pid:[1]", pid: 2 ** 22 - 1, since }, "held"],
    ["this very process", { ...own, since }, "held"],
  ])("meets the lock of %s", async (_, content, kind) => {
    const directory = temporaryFolder();
    put(directory, "0123", content);
    expect((await lock(directory)).kind).toBe(kind);
    const left = readdirSync(directory).filter((name) => name === ".quorate-lock-0123");
    expect(left.length).toBe(kind === "held" ? 1 : 0);
  });

  it("meets the lock of a process that was killed and whose parent takes no note of it", async () => {
    const folder = temporaryFolder();
    const request = `{ folder: ${JSON.stringify(folder)}, prefix: "${prefix}", now: new Date() }`;
    const kind = await zombie(
      import.meta.url,
      `const { lockFolder } = await load("./lock.ts"); print((await lockFolder(${request})).kind);`,
    );
    expect([kind, readdirSync(folder).length]).toEqual(["acquired", 1]);
    expect((await lock(folder)).kind).toBe("acquired");
  });

  it("never lets two in, however many try", async () => {
    const directory = temporaryFolder();
    for (let round = 0; round < 20; round++) {
      put(directory, "stale", { ...own, pid: 2 ** 22 - 1, started: "1", since });
      const locks = await Promise.all(Array.from({ length: 6 }, () => lock(directory)));
      const acquired = locks.filter((one) => one.kind === "acquired");
      expect(acquired.length).toBeLessThanOrEqual(1);
      for (const one of acquired) if (one.kind === "acquired") one.release();
    }
    expect(readdirSync(directory)).toEqual([]);
  });
});
