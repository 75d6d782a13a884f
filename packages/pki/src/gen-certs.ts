import { rmdirSync } from "node:fs";
import { join } from "node:path";
import type { Cluster } from "@quorate/cluster";
import { type Disk, type Holder, type Lock, lockFolder, makeFolders, nodeDisk } from "@quorate/files";
import type { CertificateFinding, CertificateFindingCode } from "./finding.ts";
import { makeFolder } from "./make/make-folder.ts";
import type { CertificateRow } from "./make/row.ts";
import { LIFETIMES, type Lifetimes } from "./plan/lifetime.ts";
import { planCertificates } from "./plan/plan.ts";
import { LOCK_PREFIX } from "./store/bookkeeping.ts";
import { enclosingFolder, foreignFolder, readGate } from "./store/folder-gate.ts";
import { ioFinding } from "./store/io-finding.ts";
import { mendPermissions, type WrongMode, wrongModes } from "./store/permissions.ts";
import { readFolder } from "./store/read-folder.ts";
import type { Snapshot } from "./store/snapshot.ts";
import { commitFiles, isUnfinished, type NewFile, recover } from "./store/transaction.ts";

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
    const lock = await lockOrLook(request, disk);
    if (lock.kind === "looked") return lock.result;
    if (lock.kind === "held") return { kind: "failed", findings: [lockedFinding(directory, lock.holder)] };
    try {
      recover(directory, disk);
      return perform(await decide(request, disk), directory, disk);
    } finally {
      lock.release();
    }
  } catch (error) {
    const finding = ioFinding(error, directory);
    if (finding === undefined) throw error;
    if (made) removeIfEmpty(directory);
    // Nothing failed here: the folder that was named can be none.
    return { kind: NO_FOLDER.has(finding.code) ? "refused" : "failed", findings: [finding] };
  }
}

const NO_FOLDER: ReadonlySet<CertificateFindingCode> = new Set(["not-a-folder", "folder-impossible"]);

const UNWRITABLE = new Set(["EROFS", "EACCES", "EPERM"]);

/** Locks the folder; where it cannot be written, but nothing in it is to be done, tells what is there instead. */
async function lockOrLook(
  request: GenCertsRequest,
  disk: Disk,
): Promise<Lock | { readonly kind: "looked"; readonly result: GenCertsResult }> {
  const { directory, now } = request;
  try {
    return await lockFolder({ folder: directory, prefix: LOCK_PREFIX, now, disk });
  } catch (error) {
    if (!UNWRITABLE.has((error as NodeJS.ErrnoException).code ?? "") || isUnfinished(directory, disk))
      throw error;
    const decision = await decide(request, disk);
    if (decision.kind === "refused") return { kind: "looked", result: decision };
    if (decision.changes.length > 0 || decision.wrong.length > 0) throw error;
    return { kind: "looked", result: perform(decision, directory, disk) };
  }
}

/** What is to be done in the folder. */
interface Decision {
  readonly kind: "decided";
  readonly found: Snapshot;
  readonly rows: readonly CertificateRow[];
  readonly findings: readonly CertificateFinding[];
  readonly changes: readonly NewFile[];
  readonly wrong: readonly WrongMode[];
}

type Refusal = Extract<GenCertsResult, { readonly kind: "refused" }>;

async function decide(request: GenCertsRequest, disk: Disk): Promise<Decision | Refusal> {
  const { cluster, directory, now, lifetimes = LIFETIMES } = request;
  const foreign = foreignFolder(directory, disk);
  if (foreign !== undefined) return { kind: "refused", findings: [foreign] };
  const found = readFolder(directory);
  const gate = readGate(directory, cluster.name, found);
  if (gate.kind === "closed") return { kind: "refused", findings: gate.findings };
  const plan = planCertificates(cluster);
  const { rows, changes, ...made } = await makeFolder(plan, found, gate.marker, now, lifetimes);
  const findings = made.findings.map((finding) => ({ ...finding, path: join(directory, finding.path) }));
  const errors = findings.filter(({ severity }) => severity === "error");
  if (errors.length > 0) return { kind: "refused", findings: errors };
  return { kind: "decided", found, rows, findings, changes, wrong: wrongModes(found, plan.files) };
}

function perform(decision: Decision | Refusal, directory: string, disk: Disk): GenCertsResult {
  if (decision.kind === "refused") return decision;
  const { found, rows, findings, changes, wrong } = decision;
  const mended = mendPermissions(directory, found, wrong, disk);
  commitFiles(directory, changes, disk);
  return { kind: "done", rows, warnings: [...mended, ...findings], written: changes.length };
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
