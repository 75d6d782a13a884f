import { statSync } from "node:fs";
import { join } from "node:path";
import {
  type AuthorityName,
  authorityPair,
  type Cluster,
  folderOfNode,
  nodeOfPath,
  OPERATOR_FOLDER,
  pairFiles,
} from "@quorate/cluster";
import { shellWord } from "@quorate/command";
import { nodeDisk } from "@quorate/files";
import { checkAuthority, FROM_BACKUP } from "./check/authority-check.ts";
import { day, leafState, type Verifier } from "./check/leaf-state.ts";
import type { CertificateFinding, CertificateFindingCode } from "./finding.ts";
import { deriveFiles } from "./make/derived.ts";
import { isDue } from "./plan/lifetime.ts";
import { type CertificatePlan, planCertificates } from "./plan/plan.ts";
import { foreignFolder, readGate } from "./store/folder-gate.ts";
import { ioFinding } from "./store/io-finding.ts";
import type { Marker } from "./store/marker.ts";
import { readFolder } from "./store/read-folder.ts";
import type { Snapshot } from "./store/snapshot.ts";
import { isUnfinished } from "./store/transaction.ts";

/** What is to be inspected. */
export interface InspectRequest {
  readonly cluster: Cluster;
  readonly directory: string;
  readonly now: Date;
  /** Names of the nodes whose certificates matter. Default: all of them. The operator's always do. */
  readonly nodes?: readonly string[];
}

/**
 * Compares the certificates' folder with what the cluster needs, and changes nothing. An error
 * means that a deployment must not go on; a warning that genCerts would do something soon. Sorted by path.
 * The authorities' keys are not needed: they may be kept elsewhere between runs of genCerts.
 */
export function inspectCertificates(request: InspectRequest): readonly CertificateFinding[] {
  const { cluster, directory, now } = request;
  const hint = `Run \`quorate genCerts ${shellWord(directory)}\``;
  try {
    if (statSync(directory, { throwIfNoEntry: false }) === undefined) {
      return [fault("folder-missing", directory, "there are no certificates", hint)];
    }
    const foreign = foreignFolder(directory, nodeDisk);
    if (foreign !== undefined) return [foreign];
    if (isUnfinished(directory, nodeDisk)) {
      return [fault("folder-unfinished", directory, "a run of genCerts was ended before it was done", hint)];
    }
    const plan = planCertificates(cluster);
    const nodes = request.nodes ?? plan.nodes;
    const found = readFolder(directory, new Set(nodes));
    const gate = readGate(directory, cluster.name, found);
    if (gate.kind === "closed") return gate.findings;
    if (gate.marker === undefined)
      return [fault("folder-missing", directory, "there are no certificates", hint)];
    const folders = new Set([OPERATOR_FOLDER, ...nodes.map(folderOfNode)]);
    return withNewNodes(nodes, found, inspectFolder(plan, folders, found, gate.marker, now))
      .map((finding) => ({ ...finding, path: join(directory, finding.path), hint: finding.hint || hint }))
      .sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
  } catch (error) {
    const finding = ioFinding(error, directory);
    if (finding === undefined) throw error;
    return [finding];
  }
}

function inspectFolder(
  plan: CertificatePlan,
  folders: ReadonlySet<string>,
  found: Snapshot,
  marker: Marker,
  now: Date,
): CertificateFinding[] {
  const findings: CertificateFinding[] = [];
  const read = (path: string): Buffer | undefined => found.files.get(path)?.content;
  const verifiers = verifiersOf(plan, read, marker, now, findings);
  const ofLeaves = new Set<string>();
  for (const leaf of plan.leaves) {
    if (!folders.has(leaf.folder)) continue;
    const { certificate, key } = pairFiles(leaf.id);
    ofLeaves.add(certificate).add(key);
    const verifier = verifiers.get(leaf.authority);
    if (verifier === undefined) continue;
    const state = leafState(leaf, read(certificate), read(key), verifier, now);
    if (state.kind === "valid") continue;
    const message = `${leaf.name}: ${"reason" in state ? state.reason : "there is no certificate"}`;
    const finding = fault(`certificate-${state.kind}`, certificate, message, "");
    findings.push(state.kind === "due" ? { ...finding, severity: "warning" } : finding);
  }
  const derived = deriveFiles(plan, read);
  for (const { path } of plan.files) {
    if (!folders.has(path.slice(0, path.lastIndexOf("/"))) || ofLeaves.has(path)) continue;
    const content = read(path);
    const wanted = derived.get(path);
    if (content === undefined) findings.push(fault("file-missing", path, "this file is missing", ""));
    else if (wanted !== undefined && !wanted.equals(content)) {
      findings.push(fault("file-differs", path, "this file is not what the cluster now needs", ""));
    }
  }
  return findings;
}

/** Of a node that has no file yet, one finding says it for all of them: they have one cause, and one remedy. */
function withNewNodes(
  nodes: readonly string[],
  found: Snapshot,
  findings: readonly CertificateFinding[],
): readonly CertificateFinding[] {
  const known = new Set([...found.files.keys()].map(nodeOfPath));
  const added = new Set(nodes.filter((node) => !known.has(node)));
  return [
    ...findings.filter(({ node }) => node === undefined || !added.has(node)),
    ...[...added].map((node) =>
      fault("certificate-missing", folderOfNode(node), `${node} has no certificates and keys yet`, ""),
    ),
  ];
}

function verifiersOf(
  plan: CertificatePlan,
  read: (path: string) => Buffer | undefined,
  marker: Marker,
  now: Date,
  findings: CertificateFinding[],
): ReadonlyMap<AuthorityName, Verifier> {
  const verifiers = new Map<AuthorityName, Verifier>();
  for (const authority of plan.authorities) {
    const path = authorityPair(authority.name).certificate;
    const pem = read(path);
    if (pem === undefined) {
      const message = `the certificate of ${authority.name} is missing`;
      findings.push(fault("authority-certificate-missing", path, message, FROM_BACKUP));
      continue;
    }
    const checked = checkAuthority(authority, pem, marker.authorities[authority.name], now);
    if ("code" in checked) {
      findings.push(fault(checked.code, path, checked.message, checked.hint));
      continue;
    }
    if (isDue(checked.validity, now)) {
      const message = `${authority.name} expires on ${day(checked.validity.notAfter)}`;
      findings.push({
        ...fault("authority-due", path, message, "Plan a new PKI for the whole cluster"),
        severity: "warning",
      });
    }
    verifiers.set(authority.name, { name: checked.name, publicKey: checked.certificate.publicKey });
  }
  return verifiers;
}

function fault(
  code: CertificateFindingCode,
  path: string,
  message: string,
  hint: string,
): CertificateFinding {
  return { code, severity: "error", path, node: nodeOfPath(path), message, hint };
}
