import { folderOfNode, HOSTS_FOLDER, placeOfPath } from "@quorate/cluster";
import type { CertificatePlan } from "../plan/plan.ts";
import type { Work } from "./contents.ts";
import type { CertificateRow } from "./row.ts";

/** Adds a row for everything in the folder that the plan knows nothing of: nothing is ever removed. */
export function addOrphans(work: Work, plan: CertificatePlan): void {
  const planned = new Set(plan.files.map(({ path }) => path));
  const nodes = new Set(plan.nodes.map(folderOfNode));
  for (const folder of work.found.folders.keys()) {
    if (!folder.startsWith(`${HOSTS_FOLDER}/`) || nodes.has(folder)) continue;
    const node = placeOfPath(folder);
    const advice = `${node} is not a node of this cluster any more; once it is switched off, delete this folder`;
    work.rows.push(orphan(folder, "*", advice));
  }
  for (const path of work.found.files.keys()) {
    const parent = path.slice(0, Math.max(0, path.lastIndexOf("/")));
    const ofOrphanNode = parent.startsWith(`${HOSTS_FOLDER}/`) && !nodes.has(parent);
    // Without a parent: the marker and .gitignore.
    if (parent === "" || planned.has(path) || ofOrphanNode) continue;
    const name = path.slice(parent.length + 1);
    work.rows.push(
      orphan(path, name, "the cluster does not need this file any more; it is not sent, and may be deleted"),
    );
  }
  for (const path of work.found.strangers) {
    work.rows.push(orphan(path, path, "genCerts did not make this"));
  }
}

function orphan(path: string, name: string, reason: string): CertificateRow {
  const place = path.includes("/") ? placeOfPath(path) : ".";
  return {
    kind: "file",
    name,
    place,
    path,
    subject: "",
    sans: [],
    expires: undefined,
    status: "orphan",
    reason,
  };
}
