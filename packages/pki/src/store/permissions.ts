import { join } from "node:path";
import { modeBits } from "@quorate/cluster";
import type { Disk } from "@quorate/files";
import type { CertificateFinding } from "../finding.ts";
import type { PlannedFile } from "../plan/plan.ts";
import type { Snapshot } from "./snapshot.ts";

const NAMED = 3;

// For files that are not planned, such as those of a node that is gone.
const PUBLIC = /\.(crt|pub)$|\/(authorized_keys|known_hosts)$|^quorate\.json$|^\.gitignore$/;

/**
 * Takes away permissions that nobody should have: folders beyond 0700, private files beyond 0600, files
 * of unknown content in our folders as well. Returns a warning where there were any.
 */
export function tightenPermissions(
  directory: string,
  found: Snapshot,
  planned: readonly PlannedFile[],
  disk: Disk,
): readonly CertificateFinding[] {
  const open = tooOpen(found, planned);
  for (const { path, mode } of open) disk.setMode(join(directory, path), mode);
  const [first] = open;
  // Where there was nothing yet, nobody can have read it.
  if (first === undefined || found.files.size === 0) return [];
  const names = open.slice(0, NAMED).map(({ path }) => path);
  const more = open.length > NAMED ? ` and ${open.length - NAMED} more` : "";
  return [
    {
      code: "folder-too-open",
      severity: "warning",
      path: join(directory, first.path),
      node: undefined,
      message: `permissions were too wide and are set right: ${names.join(", ")}${more}`,
      hint: "If others use this machine, consider the private keys among them known, and make a new PKI",
    },
  ];
}

function tooOpen(found: Snapshot, planned: readonly PlannedFile[]): { path: string; mode: number }[] {
  const modes = new Map<string, number>(planned.map(({ path, mode }) => [path, modeBits(mode)]));
  const files = [...found.files].map(([path, { mode }]) => {
    const wanted = modes.get(path) ?? (PUBLIC.test(path) ? 0o644 : 0o600);
    return { path, mode, wanted };
  });
  const folders = [...found.folders].map(([path, mode]) => ({ path, mode, wanted: 0o700 }));
  return [...folders, ...files]
    .filter(({ mode, wanted }) => (mode & ~wanted) !== 0)
    .map(({ path, mode, wanted }) => ({ path, mode: mode & wanted }));
}
