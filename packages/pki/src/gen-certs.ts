import { rmdirSync } from "node:fs";
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import { type Cluster, failed, succeeded } from "@quorate/cluster";
import { type Disk, type Holder, type Lock, lockFolder, makeFolders, nodeDisk } from "@quorate/files";
import { makeFolder } from "./make/make-folder.ts";
import type { CertificateRow } from "./make/row.ts";
import { LIFETIMES, type Lifetimes } from "./plan/lifetime.ts";
import { planCertificates } from "./plan/plan.ts";
import { type PkiProblem, type PkiResult, problem } from "./problem-kind.ts";
import { LOCK_PREFIX } from "./store/bookkeeping.ts";
import { enclosingFolder, foreignFolder, readGate } from "./store/folder-gate.ts";
import { ioProblem } from "./store/io-problem.ts";
import { mendPermissions, type WrongMode, wrongModes } from "./store/permissions.ts";
import { readFolder } from "./store/read-folder.ts";
import type { Snapshot } from "./store/snapshot.ts";
import { commitFiles, isUnfinished, type NewFile, recover } from "./store/transaction.ts";

/** What genCerts needs to know. */
export interface GenCertsRequest {
  readonly cluster: Cluster;
  /** The certificates' folder; made if it does not exist. */
  readonly certificates: string;
  readonly now: Date;
  /** Whether the tokens of k3s' servers and agents are replaced; the servers' old one is kept. Default: they are not. */
  readonly newTokens?: boolean;
  /** Default: {@link LIFETIMES}. */
  readonly lifetimes?: Lifetimes;
  /** Default: the real file system. */
  readonly disk?: Disk;
}

/** What a run made. */
export interface MadeCertificates {
  /** Everything in the folder, whether something was done about it or not. */
  readonly rows: readonly CertificateRow[];
  /** Number of files that were written. */
  readonly written: number;
}

/**
 * Makes the whole PKI of a cluster in a folder. Run again, it keeps what is valid, makes what is missing
 * or no longer fits, and removes nothing. It replaces tokens where that is asked for, and never an authority, the service-account key,
 * the encryption key or an ssh key. It may be killed at any point.
 * Where it is refused, nothing was touched; where something outside failed, the folder is as it was, or is
 * finished by the next run. Throws nothing but its own faults.
 */
export async function genCerts(request: GenCertsRequest): Promise<PkiResult<MadeCertificates>> {
  const { certificates, disk = nodeDisk } = request;
  let made = false;
  try {
    const enclosing = enclosingFolder(certificates);
    if (enclosing !== undefined) return failed(enclosing);
    made = makeFolders(certificates, 0o700);
    const foreign = foreignFolder(certificates, disk);
    if (foreign !== undefined) return failed(foreign);
    const lock = await lockOrLook(request, disk);
    if (lock.kind === "looked") return lock.result;
    if (lock.kind === "held") return failed(lockedProblem(certificates, lock.holder));
    try {
      recover(certificates, disk);
      const decision = await decide(request, disk, "locked");
      // Making keys, and writing, hold the one thread: a Control-C of meanwhile is heard here, before anything counts.
      await setImmediate();
      return perform(decision, certificates, disk);
    } finally {
      lock.release();
    }
  } catch (error) {
    const io = ioProblem(error, certificates);
    if (io === undefined) throw error;
    if (made) removeIfEmpty(certificates);
    return failed(io);
  }
}

const UNWRITABLE = new Set(["EROFS", "EACCES", "EPERM"]);

/** Locks the folder; where it cannot be written, but nothing in it is to be done, tells what is there instead. */
async function lockOrLook(
  request: GenCertsRequest,
  disk: Disk,
): Promise<Lock | { readonly kind: "looked"; readonly result: PkiResult<MadeCertificates> }> {
  const { certificates, now } = request;
  try {
    return await lockFolder({ folder: certificates, prefix: LOCK_PREFIX, now, disk });
  } catch (error) {
    if (!UNWRITABLE.has((error as NodeJS.ErrnoException).code ?? "") || isUnfinished(certificates, disk))
      throw error;
    const decision = await decide(request, disk, "looked-at");
    if (decision.ok && (decision.value.changes.length > 0 || decision.value.wrong.length > 0)) throw error;
    return { kind: "looked", result: perform(decision, certificates, disk) };
  }
}

/** What is to be done in the folder. */
interface Decision {
  readonly found: Snapshot;
  readonly rows: readonly CertificateRow[];
  readonly warnings: readonly PkiProblem[];
  readonly changes: readonly NewFile[];
  readonly wrong: readonly WrongMode[];
}

async function decide(
  request: GenCertsRequest,
  disk: Disk,
  folder: "locked" | "looked-at",
): Promise<PkiResult<Decision>> {
  const { cluster, certificates, now, lifetimes = LIFETIMES, newTokens = false } = request;
  const foreign = foreignFolder(certificates, disk);
  if (foreign !== undefined) return failed(foreign);
  // What the owner can't read is made readable, and told when the rest is known (mendPermissions).
  const found = readFolder(certificates, folder === "locked" ? { setMode: disk.setMode } : {});
  const gate = readGate(certificates, cluster.name, found);
  if (gate.kind === "closed") return failed(...gate.problems);
  const plan = planCertificates(cluster);
  if (newTokens && !plan.sharedKeys.includes("k3s-server-token")) {
    return failed(
      problem(
        "tokens-unused",
        certificates,
        "new tokens were asked for, and this cluster has none: nothing was touched",
        "Leave --new-tokens out: it is for k3s. Certificates of upstream Kubernetes are renewed without it",
      ),
    );
  }
  const { rows, changes, ...made } = await makeFolder(plan, found, gate.marker, now, lifetimes, newTokens);
  const problems = made.problems.map((one) => ({ ...one, where: join(certificates, one.where) }));
  const errors = problems.filter(({ severity }) => severity === "error");
  if (errors.length > 0) return failed(...errors);
  return succeeded({ found, rows, warnings: problems, changes, wrong: wrongModes(found, plan.files) });
}

function perform(
  decision: PkiResult<Decision>,
  certificates: string,
  disk: Disk,
): PkiResult<MadeCertificates> {
  if (!decision.ok) return decision;
  const { found, rows, warnings, changes, wrong } = decision.value;
  const mended = mendPermissions(certificates, found, wrong, disk);
  commitFiles(certificates, changes, disk);
  return { ok: true, value: { rows, written: changes.length }, warnings: [...mended, ...warnings] };
}

function lockedProblem(certificates: string, holder: Holder): PkiProblem {
  return problem(
    "folder-locked",
    certificates,
    `another run is using this folder: process ${holder.pid} on ${holder.host}, since ${holder.since}`,
    `Wait for it to end; if it certainly has, on another host, delete ${holder.file}`,
  );
}

// Left behind empty, it would only puzzle; with anything in it, it is not ours to remove.
function removeIfEmpty(certificates: string): void {
  try {
    rmdirSync(certificates);
  } catch {
    // It is not empty, or is gone.
  }
}
