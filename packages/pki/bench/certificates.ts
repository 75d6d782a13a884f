import { execFileSync } from "node:child_process";
import { webcrypto } from "node:crypto";
import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { AUTHORITIES_FOLDER, CERTIFICATES_MARKER } from "@quorate/cluster";
import { clusterOf } from "@quorate/cluster/testing";
import { type Disk, nodeDisk } from "@quorate/files";
import {
  genCerts,
  inspectCertificates,
  type MadeCertificates,
  type PkiResult,
  planCertificates,
} from "../src/index.ts";
import { opensslScript } from "./openssl-script.ts";

/** genCerts for a cluster of one size, beside other ways to the same certificates. Times in milliseconds of wall clock. */
export interface CertificatesBenchRow {
  readonly nodes: number;
  /** Certificates with their keys, authorities included. */
  readonly certificates: number;
  /** Files that genCerts wrote and flushed: ssh keys, copies and kubeconfigs as well. */
  readonly files: number;
  /** genCerts into a new folder: all of it, until everything is on the disk. Median of the repetitions. */
  readonly totalMs: number;
  readonly perCertificateMs: number;
  /**
   * How much of `totalMs` went into writing, flushing and renaming. The rest is what depends on genCerts: ext4 makes
   * files up to ten times slower for a while after many were deleted.
   */
  readonly diskMs: number;
  /** genCerts again, when everything is valid and kept. */
  readonly againMs: number;
  /** Inspection before a deployment to all nodes. */
  readonly inspectMs: number;
  /**
   * genCerts where authorities and service-account key are there and all else is missing. In a small cluster
   * the one RSA key costs more than everything else; this is the cost without it.
   */
  readonly leavesMs: number;
  /** The same authorities, leaves and service-account key by a shell loop over the openssl command; nothing flushed. */
  readonly opensslMs: number;
  /** The leaves' part of `opensslMs`. */
  readonly opensslLeavesMs: number;
  /** How many leaves of the loop were really made; where fewer than there are, the rest is extrapolated. */
  readonly opensslSample: number;
  readonly opensslExtrapolated: boolean;
  /** `opensslMs / totalMs` */
  readonly timesFaster: number;
  /** `opensslLeavesMs / leavesMs` */
  readonly leavesTimesFaster: number;
  /** A P-256 key and a signature for each certificate, and the one RSA key, through WebCrypto on all cores. */
  readonly bareMs: number;
  /** `totalMs / bareMs` */
  readonly timesBare: number;
}

/** Leaves of the openssl loop at most: 29 ms each would make it two minutes for 1,000 nodes. */
const SAMPLE = 60;

/**
 * Measures genCerts for clusters of `sizes` nodes: three masters with etcd, the rest workers. Works in
 * a folder of its own below `directory`, and removes it. Default of `repeat`: 3.
 */
export async function benchCertificates(
  sizes: readonly number[],
  { directory = tmpdir(), repeat = 3 }: { readonly directory?: string; readonly repeat?: number } = {},
): Promise<readonly CertificatesBenchRow[]> {
  const folder = mkdtempSync(join(directory, "quorate-bench-"));
  try {
    const rows: CertificatesBenchRow[] = [];
    // The first run compiles the code: it would be charged to the smallest size.
    await measure(3, join(folder, "warm-up"), 1);
    for (const nodes of sizes) rows.push(await measure(nodes, join(folder, `${nodes}`), repeat));
    return rows;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function measure(nodes: number, folder: string, repeat: number): Promise<CertificatesBenchRow> {
  const cluster = clusterOf({ stacked: Math.min(nodes, 3), workers: Math.max(0, nodes - 3) });
  const plan = planCertificates(cluster);
  const certificates = plan.leaves.length + plan.authorities.length;
  const now = new Date();
  const totals: { readonly totalMs: number; readonly diskMs: number }[] = [];
  let written = 0;
  let directory = folder;
  for (let round = 0; round < repeat; round++) {
    directory = `${folder}-${round}`;
    const { disk, spent } = timedDisk();
    const totalMs = await timed(async () => {
      written = writtenBy(await genCerts({ cluster, certificates: directory, now, disk }));
    });
    totals.push({ totalMs, diskMs: spent() });
  }
  const againMs = await timed(async () => {
    if (writtenBy(await genCerts({ cluster, certificates: directory, now })) > 0)
      throw new Error("not everything was kept");
  });
  const inspectMs = await timed(() => {
    if (inspectCertificates({ cluster, certificates: directory, now }).length > 0)
      throw new Error("not everything is valid");
  });
  const others = `${folder}-leaves`;
  for (const part of [AUTHORITIES_FOLDER, CERTIFICATES_MARKER])
    cpSync(join(directory, part), join(others, part), { recursive: true });
  const leavesMs = await timed(async () => writtenBy(await genCerts({ cluster, certificates: others, now })));
  const bareMs = await timed(() => bareCost(certificates));
  const openssl = await opensslCost(plan, folder);
  const { totalMs, diskMs } = median(totals);
  return {
    nodes,
    certificates,
    files: written,
    totalMs,
    perCertificateMs: totalMs / certificates,
    diskMs,
    againMs,
    inspectMs,
    leavesMs,
    ...openssl,
    timesFaster: openssl.opensslMs / totalMs,
    leavesTimesFaster: openssl.opensslLeavesMs / leavesMs,
    bareMs,
    timesBare: totalMs / bareMs,
  };
}

async function opensslCost(
  plan: ReturnType<typeof planCertificates>,
  folder: string,
): Promise<
  Pick<CertificatesBenchRow, "opensslMs" | "opensslLeavesMs" | "opensslSample" | "opensslExtrapolated">
> {
  const directory = mkdtempSync(`${folder}-openssl-`);
  const run = (script: string): Promise<number> => {
    writeFileSync(join(directory, "script"), script);
    return timed(() => void execFileSync("sh", ["-e", "script"], { cwd: directory, stdio: "pipe" }));
  };
  // Evenly over the plan, so that long and short names are in it as they are in the whole.
  const stride = Math.max(1, plan.leaves.length / SAMPLE);
  const sample = plan.leaves.filter((_, index) => Math.floor(index % stride) === 0).slice(0, SAMPLE);
  const script = opensslScript(plan, sample);
  const onceMs = await run(script.once);
  const opensslLeavesMs = ((await run(script.leaves)) / sample.length) * plan.leaves.length;
  return {
    opensslMs: onceMs + opensslLeavesMs,
    opensslLeavesMs,
    opensslSample: sample.length,
    opensslExtrapolated: sample.length < plan.leaves.length,
  };
}

async function bareCost(count: number): Promise<void> {
  const message = new Uint8Array(400);
  const one = async (): Promise<void> => {
    const algorithm = { name: "ECDSA", namedCurve: "P-256" };
    const { privateKey } = await webcrypto.subtle.generateKey(algorithm, true, ["sign", "verify"]);
    await webcrypto.subtle.sign({ name: "ECDSA", hash: "SHA-256" }, privateKey, message);
  };
  const rsa = { name: "RSASSA-PKCS1-v1_5", hash: "SHA-256", modulusLength: 2048 };
  const publicExponent = new Uint8Array([1, 0, 1]);
  await Promise.all([
    webcrypto.subtle.generateKey({ ...rsa, publicExponent }, true, ["sign", "verify"]),
    ...Array.from({ length: count }, one),
  ]);
}

function writtenBy(result: PkiResult<MadeCertificates>): number {
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.value.written;
}

async function timed(action: () => unknown): Promise<number> {
  const began = performance.now();
  await action();
  return performance.now() - began;
}

/** The real file system, and how many milliseconds were spent on changing it. */
function timedDisk(): { readonly disk: Disk; readonly spent: () => number } {
  let spent = 0;
  const clocked = <Args extends unknown[]>(action: (...args: Args) => void) => {
    return (...args: Args): void => {
      const began = performance.now();
      action(...args);
      spent += performance.now() - began;
    };
  };
  const { makeFolder, writeNew, rename, remove, flush } = nodeDisk;
  const disk: Disk = {
    ...nodeDisk,
    makeFolder: clocked(makeFolder),
    writeNew: clocked(writeNew),
    rename: clocked(rename),
    remove: clocked(remove),
    flush: clocked(flush),
  };
  return { disk, spent: () => spent };
}

function median<Run extends { readonly totalMs: number }>(runs: readonly Run[]): Run {
  const middle = [...runs].sort((a, b) => a.totalMs - b.totalMs)[Math.floor(runs.length / 2)];
  if (middle === undefined) throw new RangeError("nothing was measured");
  return middle;
}
