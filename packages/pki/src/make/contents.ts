import { nodeOfPath } from "@quorate/cluster";
import type { CertificateFinding, CertificateFindingCode } from "../finding.ts";
import type { Snapshot } from "../store/snapshot.ts";
import type { CertificateRow } from "./row.ts";

/** What a run makes of a folder, collected part by part. Paths are relative to the folder. */
export interface Work {
  /** What was found. */
  readonly found: Snapshot;
  readonly now: Date;
  /** The content of every file, kept or new, as it is known so far. */
  readonly files: Map<string, Buffer>;
  readonly rows: CertificateRow[];
  /** `path` in these is relative still. */
  readonly findings: CertificateFinding[];
}

/** The content of a file that was found. */
export function foundContent(work: Work, path: string): Buffer | undefined {
  return work.found.files.get(path)?.content;
}

/** Notes what stops the run. */
export function refuse(
  work: Work,
  code: CertificateFindingCode,
  path: string,
  message: string,
  hint: string,
): void {
  work.findings.push({ code, severity: "error", path, node: nodeOfPath(path), message, hint });
}

/** Notes what the operator should know. */
export function warn(
  work: Work,
  code: CertificateFindingCode,
  path: string,
  message: string,
  hint: string,
): void {
  work.findings.push({ code, severity: "warning", path, node: nodeOfPath(path), message, hint });
}
