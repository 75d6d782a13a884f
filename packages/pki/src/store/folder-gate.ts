import { readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import {
  AUTHORITIES_FOLDER,
  CERTIFICATES_GITIGNORE,
  CERTIFICATES_MARKER,
  HOSTS_FOLDER,
  OPERATOR_FOLDER,
} from "@quorate/cluster";
import type { Disk } from "@quorate/files";
import type { CertificateFinding, CertificateFindingCode } from "../finding.ts";
import { COMMIT, isOwnBookkeeping } from "./bookkeeping.ts";
import { type Marker, readMarker } from "./marker.ts";
import type { Snapshot } from "./snapshot.ts";

/** What stands at the folder's door: the marker, or the reason why nothing in it may be touched. */
export type Gate =
  | { readonly kind: "open"; readonly marker: Marker | undefined }
  | { readonly kind: "closed"; readonly findings: readonly CertificateFinding[] };

/** Refuses a folder that holds somebody else's files, judged by names alone: before anything, even a lock, is written. */
export function foreignFolder(directory: string, disk: Disk): CertificateFinding | undefined {
  const names = disk.list(directory).map((name) => name.replace(/\/$/, ""));
  // A committed run that was ended while it moved its files: the marker may be on its way.
  if (names.includes(CERTIFICATES_MARKER) || names.includes(COMMIT)) return undefined;
  const others = names.filter((name) => !isOwnBookkeeping(name) && name !== CERTIFICATES_GITIGNORE);
  const [first] = others;
  if (first === undefined) return undefined;
  const looksOurs = others.some((name) => [AUTHORITIES_FOLDER, HOSTS_FOLDER, OPERATOR_FOLDER].includes(name));
  return finding(
    "folder-not-ours",
    directory,
    looksOurs
      ? `the folder holds certificates, but its ${CERTIFICATES_MARKER} is missing`
      : `the folder holds files that genCerts did not make, such as ${first}`,
    looksOurs
      ? `Restore ${CERTIFICATES_MARKER} from a backup, or name an empty folder`
      : "Name an empty folder, or a new one",
  );
}

/** Refuses a folder inside of another one of genCerts', which would then hold what is not its own. */
export function enclosingFolder(directory: string): CertificateFinding | undefined {
  for (let place = resolve(directory); dirname(place) !== place; ) {
    place = dirname(place);
    if (!hasMarker(place)) continue;
    return finding(
      "folder-not-ours",
      directory,
      `the folder lies inside of ${place}, which holds certificates itself`,
      "Name a folder outside of it",
    );
  }
  return undefined;
}

function hasMarker(folder: string): boolean {
  try {
    return readMarker(readFileSync(join(folder, CERTIFICATES_MARKER), "utf8")) !== "broken";
  } catch {
    return false;
  }
}

/** Reads the marker, and refuses what is no folder of this cluster's. */
export function readGate(directory: string, cluster: string, found: Snapshot): Gate {
  const findings = found.irregular.map((path) =>
    finding(
      "not-a-regular-file",
      join(directory, path),
      "this is neither a plain file nor a folder where one of them must be",
      "Put the file itself there: genCerts neither follows nor replaces links",
    ),
  );
  const text = found.files.get(CERTIFICATES_MARKER)?.content.toString("utf8");
  const marker = text === undefined ? undefined : readMarker(text);
  const path = join(directory, CERTIFICATES_MARKER);
  if (marker === "broken") {
    findings.push(finding("marker-broken", path, "this file cannot be read", "Restore it from a backup"));
  } else if (marker === "too-new") {
    findings.push(
      finding(
        "folder-too-new",
        path,
        "a later version of Quorate made this folder",
        "Use that version, or a later one",
      ),
    );
  } else if (marker !== undefined && marker.cluster !== cluster) {
    findings.push(
      finding(
        "folder-of-another-cluster",
        path,
        `the folder belongs to the cluster ${JSON.stringify(marker.cluster)}, not to ${JSON.stringify(cluster)}`,
        `Name another folder; if the cluster was renamed, write the new name into ${CERTIFICATES_MARKER}`,
      ),
    );
  } else if (findings.length === 0) return { kind: "open", marker };
  return { kind: "closed", findings };
}

function finding(
  code: CertificateFindingCode,
  path: string,
  message: string,
  hint: string,
): CertificateFinding {
  return { code, severity: "error", path, node: undefined, message, hint };
}
