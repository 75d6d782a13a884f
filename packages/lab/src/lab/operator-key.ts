import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { failed, type Result, succeeded } from "@quorate/cluster";
import { problem } from "../problem-kind.ts";

/**
 * The public key of the operator, from the folder of genCerts: the one that bare hosts accept. `undefined`, said
 * aloud, where there is none. A folder that was named has to be there.
 */
export function operatorKey(
  named: string | undefined,
  context: { readonly cwd: string; readonly err: (line: string) => void },
): Result<string | undefined> {
  const folder = resolve(context.cwd, named ?? "certs");
  if (named !== undefined && !existsSync(folder)) {
    return failed(
      problem(
        "lab-certificates-missing",
        folder,
        "there is no such folder",
        "Name the folder that `quorate genCerts` made, or leave --certs out.",
      ),
    );
  }
  const file = resolve(folder, "operator/id_ed25519.pub");
  if (existsSync(file)) return succeeded(readFileSync(file, "utf8"));
  context.err(
    `lab: there is no operator's key in ${folder}: bare hosts accept any ssh key (only root of this machine reaches them)`,
  );
  return succeeded(undefined);
}
