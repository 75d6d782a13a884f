import { mkdirSync, readdirSync, readFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { clusterOf } from "@quorate/cluster/testing";
import { temporaryFolder } from "@quorate/files/testing";
import { describe, expect, it } from "vitest";
import { childProgram } from "../test/child.ts";
import { expectDone, NOW } from "../test/folder.ts";
import { inspectCertificates } from "./index.ts";

describe("two runs at once on one folder", () => {
  const start = childProgram();

  it("end with complete certificates, and an error for those that had to give way", async () => {
    for (let round = 0; round < 2; round++) {
      const directory = join(temporaryFolder(), "certs");
      if (round > 0) mkdirSync(directory);
      const children = Array.from({ length: 3 }, () => start(directory, 50));
      const results = await Promise.all(children.map(({ result }) => result));
      const done = results.filter((result) => result?.ok);
      expect(done.length).toBeGreaterThan(0);
      for (const result of results) {
        if (result?.ok) continue;
        expect(result).toMatchObject({ ok: false, problems: [{ exit: "failed", code: "folder-locked" }] });
        const pids = children.map((child) => `process ${child.process.pid} on ${hostname()}`);
        const message = result?.problems[0]?.message ?? "";
        expect(pids.some((pid) => message.includes(pid))).toBe(true);
      }
      // Those that came in one after the other found everything done.
      expect(done.filter((result) => expectDone(result ?? never()).written > 0).length).toBe(1);
      const cluster = clusterOf({ stacked: 3, workers: 50 });
      expect(inspectCertificates({ cluster, certificates: directory, now: NOW })).toEqual([]);
      expect(readFileSync(join(directory, "quorate.json"), "utf8")).toContain("home");
      expect(readdirSync(directory).filter((name) => name.startsWith(".quorate"))).toEqual([]);
    }
  });
});

function never(): never {
  throw new Error("no result");
}
