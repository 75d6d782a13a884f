import { basename } from "node:path";
import {
  AUTHORITIES_FOLDER,
  authorityPair,
  CERTIFICATES_GITIGNORE,
  CERTIFICATES_MARKER,
  modeBits,
  OPERATOR_FOLDER,
  placeOfPath,
} from "@quorate/cluster";
import { fingerprintOf } from "../check/fingerprint.ts";
import { readCertificate } from "../check/read-certificate.ts";
import type { Lifetimes } from "../plan/lifetime.ts";
import type { CertificatePlan, SharedKey } from "../plan/plan.ts";
import { type Marker, markerText } from "../store/marker.ts";
import type { Snapshot } from "../store/snapshot.ts";
import type { NewFile } from "../store/transaction.ts";
import { makeAuthorities } from "./authorities.ts";
import { foundContent, note, type Work } from "./contents.ts";
import { deriveFiles } from "./derived.ts";
import { makeAgentToken, makeK3sService, makeServerToken } from "./k3s-keys.ts";
import { makeEncryption, makeServiceAccount, makeSsh } from "./keys.ts";
import { makeLeaves } from "./leaves.ts";
import { addOrphans } from "./orphans.ts";
import { makeRegistryLogins } from "./registry-logins.ts";

/** What a run makes of a folder: rows, problems, and the files that must be written. */
export interface MadeFolder extends Pick<Work, "rows" | "problems"> {
  /** Files that are missing, or differ. Not to be written where a problem is an error. */
  readonly changes: readonly NewFile[];
}

interface SharedKeyMaker {
  /** What is made on another thread is under way while the others are made. */
  readonly slow: boolean;
  /** `wasMade`: whether this folder had one before. */
  readonly make: (work: Work, wasMade: boolean, plan: CertificatePlan) => void | Promise<void>;
}

const SHARED_KEY_MAKERS: { readonly [K in SharedKey]: SharedKeyMaker } = {
  "service-account": { slow: true, make: makeServiceAccount },
  "encryption-config": { slow: false, make: makeEncryption },
  "k3s-service": { slow: true, make: makeK3sService },
  // These name an authority.
  "k3s-server-token": { slow: false, make: makeServerToken },
  "k3s-agent-token": { slow: false, make: makeAgentToken },
  "k3s-registries": { slow: false, make: makeRegistryLogins },
};

/**
 * Decides about every certificate, key and file of the plan, in memory. Takes keys from the system's
 * randomness, and nothing else from outside.
 */
export async function makeFolder(
  plan: CertificatePlan,
  found: Snapshot,
  marker: Marker | undefined,
  now: Date,
  lifetimes: Lifetimes,
  newTokens = false,
): Promise<MadeFolder> {
  const work: Work = { found, now, newTokens, files: new Map(), rows: [], problems: [] };
  const sharedKeys = plan.sharedKeys.map((key) => SHARED_KEY_MAKERS[key]);
  const makeShared = (slow: boolean) =>
    sharedKeys
      .filter((maker) => maker.slow === slow)
      .map(({ make }) => make(work, marker !== undefined, plan));
  const underWay = makeShared(true);
  const authorities = makeAuthorities(work, plan.authorities, marker, lifetimes);
  makeLeaves(work, plan.leaves, authorities, lifetimes);
  underWay.push(...makeShared(false));
  for (const key of plan.sshKeys) makeSsh(work, key);
  await Promise.all(underWay);
  for (const [path, content] of deriveFiles(plan, (path) => work.files.get(path))) {
    work.files.set(path, content);
    addRewritten(work, path, content);
  }
  addOrphans(work, plan);
  sortRows(work);
  return {
    rows: work.rows,
    problems: work.problems,
    changes: [...folderFiles(work, plan, marker), ...changesOf(work, plan)],
  };
}

// Those that are as they were, or new with the keys and certificates that they follow from, have no row.
function addRewritten(work: Work, path: string, content: Buffer): void {
  if (foundContent(work, path)?.equals(content) !== false) return;
  work.rows.push({
    kind: "file",
    name: basename(path),
    place: placeOfPath(path),
    path,
    subject: "",
    sans: [],
    expires: undefined,
    status: "rewritten",
    reason: "what it is made from has changed",
  });
}

function changesOf(work: Work, plan: CertificatePlan): NewFile[] {
  return plan.files.flatMap(({ path, mode }) => {
    const content = work.files.get(path);
    if (content === undefined || foundContent(work, path)?.equals(content) === true) return [];
    return [{ path, content, mode: modeBits(mode) }];
  });
}

function folderFiles(work: Work, plan: CertificatePlan, marker: Marker | undefined): NewFile[] {
  const fingerprints = Object.fromEntries(
    plan.authorities.flatMap(({ name }) => {
      const pem = work.files.get(authorityPair(name).certificate);
      const read = pem === undefined ? undefined : readCertificate(pem);
      return read === undefined ? [] : [[name, fingerprintOf(read.certificate)]];
    }),
  );
  const text = markerText({
    cluster: plan.cluster,
    authorities: { ...marker?.authorities, ...fingerprints },
  });
  const ignore = foundContent(work, CERTIFICATES_GITIGNORE)?.toString("utf8");
  if (ignore !== undefined && !/^\*\s*$/m.test(ignore)) {
    note(
      work,
      "folder-in-git",
      CERTIFICATES_GITIGNORE,
      "this .gitignore does not keep everything in the folder out of git",
      "Make its content one line, *: a private key must never be committed",
    );
  }
  return [
    ...(foundContent(work, CERTIFICATES_MARKER)?.toString("utf8") === text
      ? []
      : [{ path: CERTIFICATES_MARKER, content: text, mode: 0o644 }]),
    ...(ignore === undefined ? [{ path: CERTIFICATES_GITIGNORE, content: "*\n", mode: 0o644 }] : []),
  ];
}

const PLACES: readonly string[] = [AUTHORITIES_FOLDER, OPERATOR_FOLDER];

// Authorities and operator first, then by node; within a place by name.
function sortRows(work: Work): void {
  const rank = (place: string): string => (PLACES.includes(place) ? `0${place}` : `1${place}`);
  work.rows.sort((a, b) => {
    const [left, right] = [`${rank(a.place)} ${a.name}`, `${rank(b.place)} ${b.name}`];
    return left < right ? -1 : left > right ? 1 : 0;
  });
}
