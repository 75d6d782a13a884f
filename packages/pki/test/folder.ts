import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Cluster } from "@quorate/cluster";
import { quickDisk, temporaryFolder } from "@quorate/files/testing";
import { afterAll } from "vitest";
import { type GenCertsResult, genCerts } from "../src/index.ts";
import { NOW } from "./now.ts";

export { NOW };

/** Milliseconds of a day. */
export const DAY = 86_400_000;

/** A folder with the certificates of a cluster in it. */
export async function folderWith(cluster: Cluster, now = NOW): Promise<string> {
  const directory = join(temporaryFolder(), "certs");
  expectDone(await genCerts({ cluster, directory, now, disk: quickDisk }));
  return directory;
}

/** The same for all tests of a file, valid at the time that openssl takes from the system's clock. */
export async function folderWithForAll(cluster: Cluster): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), "quorate-pki-"));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  expectDone(await genCerts({ cluster, directory: folder, now: new Date() }));
  return folder;
}

/** The result of a run that must have succeeded. */
export function expectDone(result: GenCertsResult): Extract<GenCertsResult, { kind: "done" }> {
  if (result.kind !== "done") throw new Error(`genCerts ${result.kind}: ${JSON.stringify(result.findings)}`);
  return result;
}
