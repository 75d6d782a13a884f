import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { keptDays, pruneArtefacts } from "./prune.ts";
import { markUsed } from "./store.ts";
import { testWorld } from "./testing/world.ts";

let cache: string;

beforeEach(() => {
  cache = mkdtempSync(join(tmpdir(), "quorate-prune-"));
});

afterEach(() => rmSync(cache, { recursive: true, force: true }));

const A = "a".repeat(16);
const B = "b".repeat(16);

/** Something in the cache that was used last so many days ago; a folder, unless its name ends in `.tar`. */
function put(name: string, days: number): string {
  const path = join(cache, name);
  if (/\.tar(\.|$)/.test(name) || name.startsWith(".lock-")) writeFileSync(path, "");
  else {
    mkdirSync(join(path, "bin"), { recursive: true });
    writeFileSync(join(path, "bin", "kubelet"), "");
  }
  const then = new Date(Date.now() - days * 24 * 60 * 60 * 1000);
  utimesSync(path, then, then);
  return path;
}

const left = () => readdirSync(cache).sort();

describe("pruneArtefacts", () => {
  it.each([
    `kubernetes-${A}`,
    `kubernetes-1.36-${A}`,
    `toolchain-${A}`,
    `stand-ins-${A}`,
    `etcd-${A}`,
    "go",
    `lab-${A}`,
    `image-${A}-${B}.tar`,
    `.work-kubernetes-${A}`,
    `lab-${A}.123.unfinished`,
    `lab-${A}.123.pruned`,
    `image-${A}-${B}.tar.123.unfinished`,
  ])("removes %s once it is old, and not before", async (name) => {
    put(name, keptDays(name) - 0.5);
    expect(await pruneArtefacts(testWorld(), { cache, kept: [] })).toEqual([]);
    expect(left()).toEqual([name]);
    put(name, keptDays(name) + 1.5);
    const world = testWorld();
    expect(await pruneArtefacts(world, { cache, kept: [] })).toEqual([name]);
    expect(left()).toEqual([]);
    expect(world.said).toEqual([`artefacts: removed what no lab uses any more: ${name}`]);
  });

  it.each(["something", `lab-${A}x`, "image.tar", `other-${A}`])(
    "leaves %s alone, which is not the lab's",
    async (name) => {
      put(name, 100);
      await pruneArtefacts(testWorld(), { cache, kept: [] });
      expect(left()).toEqual([name]);
    },
  );

  it("keeps longer what takes minutes to make", () => {
    expect([`kubernetes-1.36-${A}`, `lab-${A}`, `.work-kubernetes-1.36-${A}`].map(keptDays)).toEqual([
      7, 1, 1,
    ]);
  });

  it("keeps what is current or in use, however old it is", async () => {
    const kept = [put(`lab-${A}`, 100), put(`kubernetes-${A}`, 100)];
    put(`lab-${B}`, 100);
    await pruneArtefacts(testWorld(), { cache, kept });
    expect(left()).toEqual([`kubernetes-${A}`, `lab-${A}`]);
  });

  it("removes the lock with what it was for, and leaves what somebody is making at this moment", async () => {
    put(`kubernetes-${A}`, 100);
    put(`.lock-kubernetes-${A}`, 100);
    put(`.work-kubernetes-${B}`, 100);
    const holder = spawn("flock", [join(cache, `.lock-kubernetes-${B}`), "sh", "-c", "echo held; sleep 60"], {
      stdio: ["ignore", "pipe", "ignore"],
      detached: true,
    });
    await once(holder.stdout, "data");
    try {
      expect(await pruneArtefacts(testWorld(), { cache, kept: [] })).toEqual([`kubernetes-${A}`]);
      expect(left()).toEqual([`.lock-kubernetes-${B}`, `.work-kubernetes-${B}`]);
    } finally {
      if (holder.pid !== undefined) process.kill(-holder.pid, "SIGKILL");
    }
  });

  it("keeps what is used while it is being looked at", async () => {
    const path = put(`kubernetes-${A}`, 100);
    const world = testWorld();
    const run: typeof world.run = async (command) => {
      markUsed(path);
      return await world.run(command);
    };
    expect(await pruneArtefacts({ ...world, run }, { cache, kept: [] })).toEqual([]);
    expect(left()).toContain(`kubernetes-${A}`);
  });
});

describe("markUsed", () => {
  it("says whether there is something to use", () => {
    expect(markUsed(put(`lab-${A}`, 100))).toBe(true);
    expect(markUsed(join(cache, "none"))).toBe(false);
  });
});
