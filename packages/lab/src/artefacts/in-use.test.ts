import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { artefactsInUse } from "./in-use.ts";

let root: string;
const at = (...parts: readonly string[]) => join(root, ...parts);

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "quorate-in-use-"));
});

afterEach(() => rmSync(root, { recursive: true, force: true }));

function lab(name: string, state: string): void {
  mkdirSync(at("labs", name), { recursive: true });
  writeFileSync(at("labs", name, "state.json"), state);
}

describe("artefactsInUse", () => {
  it("is what labs were told of, by whatever version of Quorate", () => {
    lab("home", JSON.stringify({ version: 1, artefacts: "/cache/lab-1" }));
    lab("work", JSON.stringify({ version: 99, artefacts: "/cache/lab-2" }));
    lab("again", JSON.stringify({ version: 1, artefacts: "/cache/lab-1" }));
    lab("broken", "{");
    lab("bare", JSON.stringify({ version: 1 }));
    mkdirSync(at("labs", "empty"));
    expect(artefactsInUse(at("cache"), at("labs"))).toEqual(["/cache/lab-1", "/cache/lab-2"]);
  });

  it("is nothing where there is no lab and no cache", () => {
    expect(artefactsInUse(at("cache"), at("labs"))).toEqual([]);
  });

  it.runIf(process.getuid?.() === 0)(
    "is what a host has mounted, wherever its lab lies (as root)",
    async () => {
      const name = `lab-${"0123456789abcdef"}`;
      mkdirSync(at("cache", name), { recursive: true });
      mkdirSync(at("cache", "lab-fedcba9876543210"));
      mkdirSync(at("host"));
      const script = 'mount --bind "$1" "$2" && echo mounted && sleep 60';
      const host = spawn("unshare", ["--mount", "sh", "-c", script, "sh", at("cache", name), at("host")], {
        stdio: ["ignore", "pipe", "ignore"],
        detached: true,
      });
      try {
        await once(host.stdout, "data");
        expect(artefactsInUse(at("cache"), at("labs"))).toEqual([at("cache", name)]);
      } finally {
        if (host.pid !== undefined) process.kill(-host.pid, "SIGKILL");
        await once(host, "close");
      }
    },
  );
});
