import { cpSync, mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { Cluster } from "@quorate/cluster";
import { clusterOf } from "@quorate/cluster/testing";
import { changedPaths, quickDisk, temporaryFolder, treeOf } from "@quorate/files/testing";
import { describe, expect, it } from "vitest";
import { childProgram } from "../../test/child.ts";
import { expectDone, folderWith, NOW } from "../../test/folder.ts";
import { mayBeKilled, mortalDisk } from "../../test/mortal-disk.ts";
import { genCerts, inspectCertificates } from "../index.ts";

// The transaction's own test tries every step; this one a few, with the whole run around it.
const STRIDE = 9;

const small = clusterOf({ stacked: 1 });

async function killAndRunAgain(
  cluster: Cluster,
  prepare: () => string,
  check: (directory: string) => void,
): Promise<number> {
  for (let steps = 0; ; steps += STRIDE) {
    const directory = prepare();
    const { disk, died } = mortalDisk(steps);
    await mayBeKilled(() => genCerts({ cluster, certificates: directory, now: NOW, disk }));
    releaseLocks(directory);
    expectDone(await genCerts({ cluster, certificates: directory, now: NOW, disk: quickDisk }));
    expect(inspectCertificates({ cluster, certificates: directory, now: NOW })).toEqual([]);
    check(directory);
    if (!died()) return steps;
  }
}

describe("a run that is killed", () => {
  it("during the first run is finished by the next one", async () => {
    const complete = [...treeOf(await folderWith(small)).keys()];
    const prepare = (): string => {
      const directory = join(temporaryFolder(), "certs");
      mkdirSync(directory);
      return directory;
    };
    const steps = await killAndRunAgain(small, prepare, (directory) => {
      expect([...treeOf(directory).keys()]).toEqual(complete);
    });
    expect(steps).toBeGreaterThan(60);
  });

  it("during a further run leaves the old files or gets the new ones", async () => {
    const bigger = clusterOf({ stacked: 1, workers: 1 }, { extraSans: ["api.example.com"] });
    const original = await folderWith(small);
    const before = treeOf(original);
    const prepare = (): string => {
      const directory = join(temporaryFolder(), "certs");
      cpSync(original, directory, { recursive: true });
      return directory;
    };
    await killAndRunAgain(bigger, prepare, (directory) => {
      const changed = changedPaths(before, treeOf(directory));
      expect(changed.filter((path) => !path.startsWith("hosts/node2/"))).toEqual([
        "hosts/node1/apiserver.crt",
        "hosts/node1/apiserver.key",
        "operator/known_hosts",
      ]);
    });
  });
});

describe("a process that is killed", () => {
  const start = childProgram();
  const workers = 10;

  it("at any moment is finished by the next one, without anybody's help", async () => {
    const began = performance.now();
    const first = join(temporaryFolder(), "certs");
    expect((await start(first, workers).result)?.ok).toBe(true);
    const duration = performance.now() - began;
    const complete = [...treeOf(first).keys()];
    const cluster = clusterOf({ stacked: 3, workers });

    for (let round = 0; round < 6; round++) {
      const directory = join(temporaryFolder(), "certs");
      // Evenly over the run, from its first quarter on: before that nothing is written. Earlier, where this run is
      // that much shorter than the first one was.
      for (let wait = duration * (0.25 + 0.12 * round); ; wait /= 2) {
        const child = start(directory, workers);
        const timer = setTimeout(() => child.process.kill("SIGKILL"), wait);
        const result = await child.result;
        clearTimeout(timer);
        if (result === undefined) break;
        rmSync(directory, { recursive: true });
      }
      expect((await start(directory, workers).result)?.ok).toBe(true);
      expect([...treeOf(directory).keys()]).toEqual(complete);
      expect(inspectCertificates({ cluster, certificates: directory, now: NOW })).toEqual([]);
    }
  });
});

// A real process's lock ends with it; here the process that was "killed" is the test's own.
function releaseLocks(directory: string): void {
  for (const name of quickDisk.list(directory)) {
    if (name.startsWith(".quorate-lock-")) quickDisk.remove(join(directory, name));
  }
}
