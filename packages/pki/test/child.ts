import { type ChildProcess, spawn } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { afterAll, beforeAll } from "vitest";
import type { MadeCertificates, PkiResult } from "../src/index.ts";

/** A run of genCerts in a process of its own. */
export interface Child {
  readonly process: ChildProcess;
  /** Its result; `undefined` where it was killed. */
  readonly result: Promise<PkiResult<MadeCertificates> | undefined>;
}

/** Builds the program once for all tests of a file; returns what starts it. */
export function childProgram(): (directory: string, workers: number, uid?: number) => Child {
  const folder = mkdtempSync(join(tmpdir(), "quorate-child-"));
  const program = join(folder, "child.mjs");
  beforeAll(async () => {
    await build({
      entryPoints: [fileURLToPath(new URL("child-program.ts", import.meta.url))],
      outfile: program,
      bundle: true,
      platform: "node",
      format: "esm",
      banner: {
        js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);',
      },
      logLevel: "error",
    });
    chmodSync(folder, 0o755);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return (directory, workers, uid) => {
    const child = spawn(process.execPath, [program, directory, String(workers)], {
      stdio: ["ignore", "pipe", "pipe"],
      ...(uid === undefined ? {} : { uid, gid: uid }),
    });
    let [output, errors] = ["", ""];
    child.stdout.on("data", (data: Buffer) => {
      output += data.toString();
    });
    child.stderr.on("data", (data: Buffer) => {
      errors += data.toString();
    });
    const result = new Promise<PkiResult<MadeCertificates> | undefined>((resolve, reject) => {
      child.on("close", (_, signal) => {
        if (errors !== "") reject(new Error(errors));
        else resolve(signal === null ? (JSON.parse(output) as PkiResult<MadeCertificates>) : undefined);
      });
    });
    return { process: child, result };
  };
}
