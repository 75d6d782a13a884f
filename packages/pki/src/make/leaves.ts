import { pairFiles, placeOfPath } from "@quorate/cluster";
import { leafState } from "../check/leaf-state.ts";
import { makeLeaf } from "../issue/leaf.ts";
import { type LeafPlan, subjectText } from "../plan/leaf.ts";
import { type Lifetimes, validityFrom } from "../plan/lifetime.ts";
import type { Authorities } from "./authorities.ts";
import { foundContent, type Work } from "./contents.ts";
import type { RowStatus } from "./row.ts";

/** Keeps the leaves that serve, and makes the others. */
export function makeLeaves(
  work: Work,
  leaves: readonly LeafPlan[],
  authorities: Authorities,
  lifetimes: Lifetimes,
): void {
  for (const leaf of leaves) {
    const authority = authorities.get(leaf.authority);
    // Without it the run is refused anyway, and says so.
    if (authority === undefined) continue;
    const { certificate: certificatePath, key: keyPath } = pairFiles(leaf.id);
    const certificate = foundContent(work, certificatePath);
    const key = foundContent(work, keyPath);
    const state = leafState(leaf, certificate, key, authority, work.now);
    if (state.kind === "valid" && certificate !== undefined && key !== undefined) {
      work.files.set(certificatePath, certificate);
      work.files.set(keyPath, key);
      addRow(work, leaf, state.validity.notAfter, "kept", "");
      continue;
    }
    const validity = validityFrom(work.now, lifetimes.leafDays, authority.notAfter);
    const made = makeLeaf(leaf, validity, authority);
    work.files.set(certificatePath, Buffer.from(made.certificatePem));
    work.files.set(keyPath, Buffer.from(made.privateKeyPem));
    const reason = "reason" in state ? state.reason : "";
    addRow(work, leaf, validity.notAfter, state.kind === "missing" ? "new" : "renewed", reason);
  }
}

function addRow(work: Work, leaf: LeafPlan, expires: Date, status: RowStatus, reason: string): void {
  work.rows.push({
    kind: "certificate",
    name: leaf.name,
    place: placeOfPath(leaf.id),
    path: pairFiles(leaf.id).certificate,
    subject: subjectText(leaf),
    sans: [...leaf.dns, ...leaf.ips],
    expires,
    status,
    reason,
  });
}
