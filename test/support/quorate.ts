import { type SpawnSyncReturns, spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { onTestFinished } from "vitest";

/** The root of this repository. */
export const ROOT = resolve(import.meta.dirname, "../..");

/** The built command line. */
export const QUORATE = join(ROOT, "dist/quorate.mjs");

/** What a run of the command line came to. */
export interface Run {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** Runs `quorate` in a folder and waits for it. */
export function quorate(cwd: string, ...args: readonly string[]): Run {
  const run: SpawnSyncReturns<string> = spawnSync(process.execPath, [QUORATE, ...args], {
    cwd,
    encoding: "utf8",
    maxBuffer: 64 << 20,
    env: { ...process.env, NO_COLOR: "1" },
  });
  return { code: run.status, out: run.stdout, err: run.stderr };
}

/** Starts `quorate` in a folder; the promise is kept when it has ended. */
export function startQuorate(cwd: string, ...args: readonly string[]): Promise<Run> {
  return new Promise((keep) => {
    const child = spawn(process.execPath, [QUORATE, ...args], {
      cwd,
      env: { ...process.env, NO_COLOR: "1" },
    });
    let out = "";
    let err = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      out += text;
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      err += text;
    });
    child.on("close", (code) => keep({ code, out, err }));
  });
}

/** A folder that is gone after the test, with a machines.ts in it if one is given. */
export function clusterFolder(machines?: string): string {
  const folder = mkdtempSync(join(tmpdir(), "quorate-test-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  if (machines !== undefined) writeFileSync(join(folder, "machines.ts"), machines);
  return folder;
}

/** A small cluster, as text; `change` edits it. */
export function machinesText(change: (text: string) => string = (text) => text): string {
  return change(`import { arp, defineCluster, node } from "@quorate/cluster";

export default defineCluster({
  name: "small",
  kubeMaster: { ip: "192.0.2.100", loadBalancer: arp() },
  network: { subnet: "192.0.2.0/24", gateway: "192.0.2.1", nameservers: ["192.0.2.1"] },
  machines: {
    one: node({ ip: "192.0.2.11", interface: "eth0", disk: "/dev/nvme0n1", services: ["kubernetes", "etcd"] }),
    two: node({ ip: "192.0.2.12", interface: "eth0", disk: "/dev/nvme0n1", services: ["kubernetes", "etcd"] }),
    three: node({ ip: "192.0.2.13", interface: "eth0", disk: "/dev/nvme0n1", services: ["kubernetes", "etcd"] }),
  },
});
`);
}
