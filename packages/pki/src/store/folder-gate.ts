import { readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import {
  AUTHORITIES_FOLDER,
  CERTIFICATES_GITIGNORE,
  CERTIFICATES_MARKER,
  HOSTS_FOLDER,
  OPERATOR_FOLDER,
  REGISTRIES_FOLDER,
} from "@quorate/cluster";
import type { Disk } from "@quorate/files";
import { type PkiProblem, problem } from "../problem-kind.ts";
import { COMMIT, isOwnBookkeeping } from "./bookkeeping.ts";
import { type Marker, readMarker } from "./marker.ts";
import type { Snapshot } from "./snapshot.ts";

/** What stands at the folder's door: the marker, or the reason why nothing in it may be touched. */
export type Gate =
  | { readonly kind: "open"; readonly marker: Marker | undefined }
  | { readonly kind: "closed"; readonly problems: readonly PkiProblem[] };

/** Refuses a folder that holds somebody else's files, judged by names alone: before anything, even a lock, is written. */
export function foreignFolder(certificates: string, disk: Disk): PkiProblem | undefined {
  const names = disk.list(certificates).map((name) => name.replace(/\/$/, ""));
  // A committed run that was ended while it moved its files: the marker may be on its way.
  if (names.includes(CERTIFICATES_MARKER) || names.includes(COMMIT)) return undefined;
  // What nodes log in to registries with may be there before anything else is.
  const innocent = [CERTIFICATES_GITIGNORE, REGISTRIES_FOLDER];
  const others = names.filter((name) => !isOwnBookkeeping(name) && !innocent.includes(name));
  const [first] = others;
  if (first === undefined) return undefined;
  const looksOurs = others.some((name) => [AUTHORITIES_FOLDER, HOSTS_FOLDER, OPERATOR_FOLDER].includes(name));
  return problem(
    "folder-not-ours",
    certificates,
    looksOurs
      ? `the folder holds certificates, but its ${CERTIFICATES_MARKER} is missing`
      : `the folder holds files that genCerts did not make, such as ${first}`,
    looksOurs
      ? `Restore ${CERTIFICATES_MARKER} from a backup, or name an empty folder`
      : "Name an empty folder, or a new one",
  );
}

/** Refuses a folder inside of another one of genCerts', which would then hold what is not its own. */
export function enclosingFolder(certificates: string): PkiProblem | undefined {
  for (let place = resolve(certificates); dirname(place) !== place; ) {
    place = dirname(place);
    if (!hasMarker(place)) continue;
    return problem(
      "folder-not-ours",
      certificates,
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
export function readGate(certificates: string, cluster: string, found: Snapshot): Gate {
  const problems: PkiProblem[] = found.irregular.map((path) =>
    problem(
      "not-a-regular-file",
      join(certificates, path),
      "this is neither a plain file nor a folder where one of them must be",
      "Put the file itself there: genCerts neither follows nor replaces links",
    ),
  );
  const text = found.files.get(CERTIFICATES_MARKER)?.content.toString("utf8");
  const marker = text === undefined ? undefined : readMarker(text);
  const path = join(certificates, CERTIFICATES_MARKER);
  if (marker === "broken") {
    problems.push(problem("marker-broken", path, "this file cannot be read", "Restore it from a backup"));
  } else if (marker === "too-new") {
    problems.push(
      problem(
        "folder-too-new",
        path,
        "a later version of Quorate made this folder",
        "Use that version, or a later one",
      ),
    );
  } else if (marker !== undefined && marker.cluster !== cluster) {
    problems.push(
      problem(
        "folder-of-another-cluster",
        path,
        `the folder belongs to the cluster ${JSON.stringify(marker.cluster)}, not to ${JSON.stringify(cluster)}`,
        `Name another folder; if the cluster was renamed, write the new name into ${CERTIFICATES_MARKER}`,
      ),
    );
  } else if (problems.length === 0) return { kind: "open", marker };
  return { kind: "closed", problems };
}
