import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { failed, OPERATOR_SSH_KEY, publicKeyPath, type Result, succeeded } from "@quorate/cluster";
import { problem } from "../problem-kind.ts";
import type { LabWorld } from "../world.ts";

/** A folder that genCerts makes. */
export interface CertificatesFolder {
  /** Absolute path. */
  readonly folder: string;
  /** Whether somebody named it, and did not leave it to the default: then it has to be there. */
  readonly named: boolean;
}

/**
 * The public key of the operator: the one that bare hosts accept. `undefined`, said aloud, where there is none: they
 * accept any then.
 */
export function operatorKey(
  { folder, named }: CertificatesFolder,
  world: Pick<LabWorld, "say">,
): Result<string | undefined> {
  if (named && !existsSync(folder)) {
    return failed(
      problem(
        "lab-certificates-missing",
        folder,
        "there is no such folder",
        "Name the folder that `quorate genCerts` made, or leave --certs out.",
      ),
    );
  }
  const file = join(folder, publicKeyPath(OPERATOR_SSH_KEY));
  if (existsSync(file)) return succeeded(readFileSync(file, "utf8"));
  world.say(
    "lab",
    `there is no operator's key in ${folder}: bare hosts accept any ssh key (only root of this machine reaches them)`,
  );
  return succeeded(undefined);
}
