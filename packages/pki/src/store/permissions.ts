import { join } from "node:path";
import { modeBits } from "@quorate/cluster";
import type { Disk } from "@quorate/files";
import type { PlannedFile } from "../plan/plan.ts";
import { type PkiProblem, type PkiProblemCode, problem } from "../problem-kind.ts";
import { NEEDED } from "./read-folder.ts";
import type { Snapshot } from "./snapshot.ts";

const NAMED = 3;

// For files that are not planned, such as those of a node that is gone.
const PUBLIC = /\.(crt|pub)$|\/(authorized_keys|known_hosts)$|^quorate\.json$|^\.gitignore$/;

/** A file or folder whose permissions are wrong. */
export interface WrongMode {
  /** Relative to the certificates' folder. */
  readonly path: string;
  /** What it is to have. */
  readonly mode: number;
  /** Whether somebody has permissions who should have none; otherwise, the owner lacks some. */
  readonly open: boolean;
}

/**
 * Gives and takes permissions: none for others beyond what is planned, in folders 0700, and for files of
 * unknown content in our folders 0600; and the owner's own, without which only root can read on. Returns a
 * warning where there were any.
 */
export function mendPermissions(
  certificates: string,
  found: Snapshot,
  wrong: readonly WrongMode[],
  disk: Disk,
): readonly PkiProblem[] {
  for (const { path, mode } of wrong) disk.setMode(join(certificates, path), mode);
  // Where there was nothing yet, nobody can have read it.
  if (found.files.size === 0) return [];
  const open = wrong.filter((one) => one.open);
  const narrow = wrong.filter((one) => !one.open);
  return [
    ...warning(certificates, "folder-too-open", open, "wide", TOO_OPEN_HINT),
    ...warning(certificates, "folder-too-narrow", narrow, "narrow", "Nothing more needs to be done"),
  ];
}

const TOO_OPEN_HINT =
  "If others use this machine, consider the private keys among them known, and make a new PKI";

function warning(
  certificates: string,
  code: PkiProblemCode,
  wrong: readonly WrongMode[],
  how: string,
  hint: string,
): readonly PkiProblem[] {
  const [first] = wrong;
  if (first === undefined) return [];
  const names = wrong.slice(0, NAMED).map(({ path }) => path);
  const more = wrong.length > NAMED ? ` and ${wrong.length - NAMED} more` : "";
  return [
    problem(
      code,
      join(certificates, first.path),
      `permissions were too ${how} and are set right: ${names.join(", ")}${more}`,
      hint,
    ),
  ];
}

/** Everything in the folder whose permissions are wrong. */
export function wrongModes(found: Snapshot, planned: readonly PlannedFile[]): readonly WrongMode[] {
  const modes = new Map<string, number>(planned.map(({ path, mode }) => [path, modeBits(mode)]));
  const files = [...found.files].map(([path, { mode }]) => {
    const wanted = modes.get(path) ?? (PUBLIC.test(path) ? 0o644 : 0o600);
    return { path, mode, wanted, needed: NEEDED.file };
  });
  const folders = [...found.folders].map(([path, mode]) => ({
    path,
    mode,
    wanted: 0o700,
    needed: NEEDED.folder,
  }));
  return [...folders, ...files].flatMap(({ path, mode, wanted, needed }) => {
    // A key that its owner made read-only may stay so.
    const narrow = (mode & needed) !== needed;
    const right = narrow ? wanted : mode & wanted;
    return right === mode ? [] : [{ path, mode: right, open: (mode & ~wanted) !== 0 }];
  });
}
