import { dirname, join, resolve } from "node:path";
import { CERTIFICATES_FOLDER } from "@quorate/cluster";

/** The certificates' folder: as it was named, seen from the working folder, or `certs` beside machines.ts. */
export function certificatesFolder(named: string | undefined, machinesFile: string, cwd: string): string {
  return named === undefined ? join(dirname(machinesFile), CERTIFICATES_FOLDER) : resolve(cwd, named);
}
