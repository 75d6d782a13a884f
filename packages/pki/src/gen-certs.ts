import { rmdirSync } from "node:fs";
import { join } from "node:path";
import type { Cluster } from "@quorate/cluster";
import { type Disk, type Holder, lockFolder, makeFolders, nodeDisk } from "@quorate/files";
import type { CertificateFinding } from "./finding.ts";
import { makeFolder } from "./make/make-folder.ts";
import type { CertificateRow } from "./make/row.ts";
import { LIFETIMES, type Lifetimes } from "./plan/lifetime.ts";
import { planCertificates } from "./plan/plan.ts";
import { LOCK_PREFIX } from "./store/bookkeeping.ts";
import { enclosingFolder, foreignFolder, readGate } from "./store/folder-gate.ts";
import { ioFinding } from "./store/io-finding.ts";
import { tightenPermissions } from "./store/permissions.ts";
import { readFolder } from "./store/read-folder.ts";
import { commitFiles, recover } from "./store/transaction.ts";

/** What genCerts needs to know. */
export interface GenCertsRequest {
  readonly cluster: Cluster;
  /** The certificates' folder; made if it does not exist. */
  readonly directory: string;
  readonly now: Date;
  /** Default: {@link LIFETIMES}. */
  readonly lifetimes?: Lifetimes;
  /** Default: the real file system. */
  readonly disk?: Disk;
}

/** What became of it. */
export type GenCertsResult =
  | {
      readonly kind: "done";
      /** Everything in the folder, whether something was done about it or not. */
      readonly rows: readonly CertificateRow[];
      readonly warnings: readonly CertificateFinding[];
      /** Number of files that were written. */
      readonly written: number;
    }
  /** The folder cannot be used as it is, and nothing in it was touched: exit code 2. */
  | { readonly kind: "refused"; readonly findings: readonly CertificateFinding[] }
  /** Something outside failed, and the folder is as it was, or is finished by the next run: exit code 1. */
  | { readonly kind: "failed"; readonly findings: readonly CertificateFinding[] };

/**
 * Makes the whole PKI of a cluster in a folder. Run again, it keeps what is valid, makes what is missing
 * or no longer fits, and removes nothing. It never replaces an authority, the service-account key,
 * the encryption key or an ssh key. It may be killed at any point. Throws nothing but its own faults.
 */
export async function genCerts(request: GenCertsRequest): Promise<GenCertsResult> {
  const { directory, disk = nodeDisk } = request;
  let made = false;
  try {
    const enclosing = enclosingFolder(directory);
    if (enclosing !== undefined) return { kind: "refused", findings: [enclosing] };
    made = makeFolders(directory, 0o700);
    const foreign = foreignFolder(directory, disk);
    if (foreign !== undefined) return { kind: "refused", findings: [foreign] };
    const lock = await lockFolder({ folder: directory, prefix: LOCK_PREFIX, now: request.now, disk });
    if (lock.kind === "held") return { kind: "failed", findings: [lockedFinding(directory, lock.holder)] };
    try {
      return await runLocked(request, disk);
    } finally {
      lock.release();
    }
  } catch (error) {
    const finding = ioFinding(error, directory);
    if (finding === undefined) throw error;
    if (made) removeIfEmpty(directory);
    // Nothing failed here: the folder that was named can be none.
    return { kind: finding.code === "not-a-folder" ? "refused" : "failed", findings: [finding] };
  }
}

async function runLocked(request: GenCertsRequest, disk: Disk): Promise<GenCertsResult> {
  const { cluster, directory, now, lifetimes = LIFETIMES } = request;
  recover(directory, disk);
  const foreign = foreignFolder(directory, disk);
  if (foreign !== undefined) return { kind: "refused", findings: [foreign] };
  const found = readFolder(directory);
  const gate = readGate(directory, cluster.name, found);
  if (gate.kind === "closed") return { kind: "refused", findings: gate.findings };
  const plan = planCertificates(cluster);
  const made = await makeFolder(plan, found, gate.marker, now, lifetimes);
  const findings = made.findings.map((finding) => ({ ...finding, path: join(directory, finding.path) }));
  const errors = findings.filter(({ severity }) => severity === "error");
  if (errors.length > 0) return { kind: "refused", findings: errors };
  const tightened = tightenPermissions(directory, found, plan.files, disk);
  commitFiles(directory, made.changes, disk);
  return {
    kind: "done",
    rows: made.rows,
    warnings: [...tightened, ...findings],
    written: made.changes.length,
  };
}

function lockedFinding(directory: string, holder: Holder): CertificateFinding {
  return {
    code: "folder-locked",
    severity: "error",
    path: directory,
    node: undefined,
    message: `another run is using this folder: process ${holder.pid} on ${holder.host}, since ${holder.since}`,
    hint: `Wait for it to end; if it certainly has, on another host, delete ${holder.file}`,
  };
}

// Left behind empty, it would only puzzle; with anything in it, it is not ours to remove.
function removeIfEmpty(directory: string): void {
  try {
    rmdirSync(directory);
  } catch {
    // It is not empty, or is gone.
  }
}
