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
import { checkAuthority, FROM_BACKUP, type RootVerifier } from "./check/authority-check.ts";
import { day, type LeafState, leafState } from "./check/leaf-state.ts";
import { deriveFiles } from "./make/derived.ts";
import { LOGINS_PATH, registryLogins } from "./make/registry-logins.ts";
import { isDue, type Validity } from "./plan/lifetime.ts";
import { type CertificatePlan, planCertificates } from "./plan/plan.ts";
import { type PkiProblem, type PkiProblemCode, placeOf, problem } from "./problem-kind.ts";
import { foreignFolder, readGate } from "./store/folder-gate.ts";
import { ioProblem } from "./store/io-problem.ts";
import type { Marker } from "./store/marker.ts";
import { readFolder } from "./store/read-folder.ts";
import type { Snapshot } from "./store/snapshot.ts";
import { isUnfinished } from "./store/transaction.ts";

/** What is to be inspected. */
export interface InspectRequest {
  readonly cluster: Cluster;
  readonly certificates: string;
  readonly now: Date;
  /** Names of the nodes whose certificates matter. Default: all of them. The operator's always do. */
  readonly nodes?: readonly string[];
}

/**
 * Compares the certificates' folder with what the cluster needs, and changes nothing. An error
 * means that a deployment must not go on; a warning that genCerts would do something soon. Sorted by path.
 * The authorities' keys are not needed: they may be kept elsewhere between runs of genCerts.
 */
export function inspectCertificates(request: InspectRequest): readonly PkiProblem[] {
  const { cluster, certificates, now } = request;
  const hint = `Run \`quorate genCerts ${shellWord(certificates)}\``;
  try {
    if (statSync(certificates, { throwIfNoEntry: false }) === undefined) {
      return [problem("folder-missing", certificates, "there are no certificates", hint)];
    }
    const foreign = foreignFolder(certificates, nodeDisk);
    if (foreign !== undefined) return [foreign];
    if (isUnfinished(certificates, nodeDisk)) {
      return [
        problem("folder-unfinished", certificates, "a run of genCerts was ended before it was done", hint),
      ];
    }
    const plan = planCertificates(cluster);
    const nodes = request.nodes ?? plan.nodes;
    const found = readFolder(certificates, { nodes: new Set(nodes) });
    const gate = readGate(certificates, cluster.name, found);
    if (gate.kind === "closed") return gate.problems;
    if (gate.marker === undefined)
      return [problem("folder-missing", certificates, "there are no certificates", hint)];
    const folders = new Set([OPERATOR_FOLDER, ...nodes.map(folderOfNode)]);
    return withNewNodes(nodes, found, inspectFolder(plan, folders, found, gate.marker, now))
      .map((one) => ({ hint, ...one, where: join(certificates, one.where) }))
      .sort((a, b) => (a.where < b.where ? -1 : a.where > b.where ? 1 : 0));
  } catch (error) {
    const io = ioProblem(error, certificates);
    if (io === undefined) throw error;
    return [io];
  }
}

/** What is said of a leaf that is not as it should be. */
const STATE_CODES: { readonly [K in Exclude<LeafState["kind"], "valid">]: PkiProblemCode } = {
  due: "certificate-due",
  missing: "certificate-missing",
  broken: "certificate-broken",
  stale: "certificate-stale",
  expired: "certificate-expired",
};

function inspectFolder(
  plan: CertificatePlan,
  folders: ReadonlySet<string>,
  found: Snapshot,
  marker: Marker,
  now: Date,
): PkiProblem[] {
  const problems: PkiProblem[] = [];
  const read = (path: string): Buffer | undefined => found.files.get(path)?.content;
  const verifiers = verifiersOf(plan, read, marker, now, problems);
  const ofLeaves = new Set<string>();
  for (const leaf of plan.leaves) {
    if (!folders.has(leaf.folder)) continue;
    const { certificate, key } = pairFiles(leaf.id);
    ofLeaves.add(certificate).add(key);
    const verifier = verifiers.get(leaf.authority);
    if (verifier === undefined) continue;
    const state = leafState(leaf, read(certificate), read(key), verifier, now);
    if (state.kind === "valid") continue;
    const ends = state.kind === "due" ? endsSoon(state.validity, verifier, now) : undefined;
    const message = `${leaf.name}: ${ends ?? ("reason" in state ? state.reason : "there is no certificate")}`;
    const code = ends === undefined ? STATE_CODES[state.kind] : "certificate-ends-soon";
    problems.push(problem(code, placeOf(certificate), message));
  }
  problems.push(...inspectLogins(plan, read));
  const derived = deriveFiles(plan, read);
  for (const { path } of plan.files) {
    if (!folders.has(path.slice(0, path.lastIndexOf("/"))) || ofLeaves.has(path)) continue;
    const content = read(path);
    const wanted = derived.get(path);
    if (content === undefined) problems.push(problem("file-missing", placeOf(path), "this file is missing"));
    else if (wanted !== undefined && !wanted.equals(content)) {
      problems.push(problem("file-differs", placeOf(path), "this file is not what the cluster now needs"));
    }
  }
  return problems;
}

/** Days that a certificate has to be valid at least where something is deployed: until somebody looks again. */
const ENDS_SOON = 30;

/** That it ends soon, and a new one would not; `undefined` otherwise. */
function endsSoon({ notAfter }: Validity, { certificate }: RootVerifier, now: Date): string | undefined {
  const days = Math.floor((notAfter.getTime() - now.getTime()) / 86_400_000);
  // No leaf outlives its authority.
  if (days >= ENDS_SOON || Date.parse(certificate.validTo) <= notAfter.getTime()) return undefined;
  return `it ends on ${day(notAfter)}, in ${days} days`;
}

/** What nodes log in to registries with may have changed since genCerts has put it together. */
function inspectLogins(
  plan: CertificatePlan,
  read: (path: string) => Buffer | undefined,
): readonly PkiProblem[] {
  if (plan.logins.length === 0) return [];
  const wanted = registryLogins(plan, read);
  if (!Buffer.isBuffer(wanted)) return wanted;
  if (read(LOGINS_PATH)?.equals(wanted) === true) return [];
  return [
    problem("file-differs", placeOf(LOGINS_PATH), "what nodes log in to registries with is another by now"),
  ];
}

/** Of a node that has no file yet, one problem says it for all of them: they have one cause, and one remedy. */
function withNewNodes(
  nodes: readonly string[],
  found: Snapshot,
  problems: readonly PkiProblem[],
): readonly PkiProblem[] {
  const known = new Set([...found.files.keys()].map(nodeOfPath));
  const added = new Set(nodes.filter((node) => !known.has(node)));
  return [
    ...problems.filter(({ node }) => node === undefined || !added.has(node)),
    ...[...added].map((node) =>
      problem("certificate-missing", placeOf(folderOfNode(node)), `${node} has no certificates and keys yet`),
    ),
  ];
}

function verifiersOf(
  plan: CertificatePlan,
  read: (path: string) => Buffer | undefined,
  marker: Marker,
  now: Date,
  problems: PkiProblem[],
): ReadonlyMap<AuthorityName, RootVerifier> {
  const verifiers = new Map<AuthorityName, RootVerifier>();
  for (const authority of plan.authorities) {
    const path = authorityPair(authority.name).certificate;
    const pem = read(path);
    if (pem === undefined) {
      const message = `the certificate of ${authority.name} is missing`;
      problems.push(problem("authority-certificate-missing", path, message, FROM_BACKUP));
      continue;
    }
    const root = authority.root === undefined ? undefined : verifiers.get(authority.root);
    // What is wrong with its root is said already.
    if (authority.root !== undefined && root === undefined) continue;
    const fingerprint = marker.authorities[authority.name];
    const checked = checkAuthority(authority, pem, { fingerprint, root }, now);
    if ("code" in checked) {
      problems.push(problem(checked.code, path, checked.message, checked.hint));
      continue;
    }
    if (isDue(checked.validity, now)) {
      const message = `${authority.name} expires on ${day(checked.validity.notAfter)}`;
      problems.push(problem("authority-due", path, message, "Plan a new PKI for the whole cluster"));
    }
    verifiers.set(authority.name, {
      name: checked.name,
      publicKey: checked.certificate.publicKey,
      certificate: checked.certificate,
    });
  }
  return verifiers;
}
