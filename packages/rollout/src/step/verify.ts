import type { DesiredSecret } from "../desired.ts";
import type { Observation } from "../observe/observation.ts";
import type { RolloutProblem } from "../problem.ts";
import type { VerifyStep } from "./step.ts";

/** What a look at a node after its activation tells: as planned, not over yet, or wrong. */
export type Verdict =
  | { readonly kind: "as-planned" }
  | { readonly kind: "not-over" }
  | { readonly kind: "wrong"; readonly problem: RolloutProblem };

/** Compares a node with what the step says that it should be. */
export function verify(step: VerifyStep, observation: Observation): Verdict {
  const { node } = step;
  if (observation.kind === "unreachable") return { kind: "wrong", problem: observation.problem };
  if (observation.kind === "bare") {
    return wrong(node, "verify-identity", "is not the machine that was installed", "Look at its console");
  }
  if (observation.activation === "running") return { kind: "not-over" };
  if (observation.activation === "failed") {
    return wrong(
      node,
      "activation-failed",
      "ended its activation with an error",
      "On the machine: systemctl status quorate-switch; systemctl --failed",
    );
  }
  if (observation.currentSystem !== step.closure || observation.profile !== step.closure) {
    return wrong(
      node,
      "verify-system",
      `runs ${observation.currentSystem ?? "no system"}, boots ${observation.profile ?? "none"}, and not ${step.closure}`,
      "On the machine: journalctl -u quorate-switch; then run deploy again",
    );
  }
  if (observation.fingerprint !== step.fingerprint) {
    return wrong(
      node,
      "verify-fingerprint",
      "runs the closure that was built, but its fingerprint is not that of nix/generated",
      "The flake was built from other files: see that nix/generated is committed, and run generate",
    );
  }
  const differing = differingFiles(step.secrets, observation.secrets);
  if (differing.length > 0) {
    return wrong(
      node,
      "verify-secrets",
      `does not hold the certificates and keys that were sent: ${differing.join(", ")}`,
      "Run deploy again; if it stays, something else on the machine writes to its secrets folder",
    );
  }
  return { kind: "as-planned" };
}

/** Compares what arrived beside the secrets in use with what was to be sent; digests only. */
export function verifyStaged(
  node: string,
  files: readonly DesiredSecret[],
  stdout: string,
): RolloutProblem | undefined {
  const arrived = Object.fromEntries(
    [...stdout.matchAll(/^([0-9a-f]{64}) [ *]\.\/([A-Za-z0-9._-]+)$/gm)].map(([, digest, file]) => [
      file,
      digest,
    ]),
  );
  const differing = differingFiles(files, arrived);
  if (differing.length === 0) return undefined;
  return {
    code: "secrets-changed-on-the-way",
    message: `what ${node} received is not what the certificates folder held: ${differing.join(", ")}`,
    where: node,
    hint: "Nothing was put in place; was genCerts run meanwhile? Run deploy again",
  };
}

/** Names of the files that are missing, differ, or should not be there, sorted. */
function differingFiles(
  wanted: readonly DesiredSecret[],
  present: { readonly [file: string]: string | undefined },
): readonly string[] {
  const digests = new Map(wanted.map((secret) => [secret.file, secret.digest]));
  const names = new Set([...digests.keys(), ...Object.keys(present)]);
  return [...names].filter((file) => digests.get(file) !== present[file]).sort();
}

function wrong(node: string, code: string, what: string, hint: string): Verdict {
  return { kind: "wrong", problem: { code, message: `${node} ${what}`, where: node, hint } };
}
