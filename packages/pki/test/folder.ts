import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Cluster, exitOf } from "@quorate/cluster";
import { quickDisk, temporaryFolder } from "@quorate/files/testing";
import { afterAll } from "vitest";
import { genCerts, type MadeCertificates, type PkiProblem, type PkiResult } from "../src/index.ts";
import { NOW } from "./now.ts";

export { NOW };

/** Milliseconds of a day. */
export const DAY = 86_400_000;

/** A folder with the certificates of a cluster in it. */
export async function folderWith(cluster: Cluster, now = NOW): Promise<string> {
  const directory = join(temporaryFolder(), "certs");
  expectDone(await genCerts({ cluster, certificates: directory, now, disk: quickDisk }));
  return directory;
}

/** The same for all tests of a file, valid at the time that openssl takes from the system's clock. */
export async function folderWithForAll(cluster: Cluster): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), "quorate-pki-"));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  expectDone(await genCerts({ cluster, certificates: folder, now: new Date() }));
  return folder;
}

/** What came of a run that must have succeeded. */
export function expectDone(
  result: PkiResult<MadeCertificates>,
): MadeCertificates & { readonly warnings: readonly PkiProblem[] } {
  if (!result.ok) throw new Error(`genCerts: ${JSON.stringify(result.problems)}`);
  return { ...result.value, warnings: result.warnings ?? [] };
}

/** The problems of a run that must have ended so. */
export function expectEnd(
  result: PkiResult<MadeCertificates>,
  exit: "wrong-input" | "failed",
): readonly PkiProblem[] {
  if (result.ok || exitOf(result.problems) !== exit) throw new Error(`genCerts: ${JSON.stringify(result)}`);
  return result.problems;
}
