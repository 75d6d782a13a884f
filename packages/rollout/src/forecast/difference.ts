import { differingFiles, type Target } from "../desired.ts";
import { bootsOf } from "../observe/boots.ts";
import type { WentBack } from "../observe/host/watchdog.ts";
import type { Observation } from "../observe/observation.ts";
import { knownOf } from "../observe/whom.ts";
import { renewalOf, renewalWords } from "../plan/renewal.ts";

/** Why something is to be done to a node, each in words that follow its name. */
export function differencesOf(target: Target, observed: readonly Observation[]): readonly string[] {
  const { node, fingerprint, secrets } = target;
  const seen = knownOf(node.name, observed);
  if (seen === undefined) return ["could not be looked at"];
  if (seen.kind === "bare") {
    return [seen.reason === "not-nixos" ? "does not run NixOS" : "does not show the host key made for it"];
  }
  const files = differingFiles(secrets, seen.secrets).length;
  if (node.hostKey !== undefined && seen.fingerprint === undefined) {
    return [
      "runs a system that Quorate did not make: this is its first deployment, and its disks stay as they are",
    ];
  }
  return [
    ...(seen.fingerprint === fingerprint ? [] : ["was built from something else than nix/generated says"]),
    ...(seen.currentSystem === bootsOf(seen) ? [] : ["boots another system than it runs"]),
    ...(seen.activation === "failed" ? ["ended its last activation with an error"] : []),
    ...(isConfirmed(seen.confirmed?.closure, seen.currentSystem)
      ? []
      : ["holds no confirmation of what it runs"]),
    ...(seen.unread.length === 0 ? [] : [`has to read renewed files again: ${seen.unread.join(", ")}`]),
    ...(seen.facts.watchdog.armed ? ["holds a change that nobody has confirmed, and goes back from it"] : []),
    ...wentBackWords(seen.facts.watchdog.wentBack),
    ...renewalDifference(target, observed),
    ...(files === 0 ? [] : [`differs in ${files} of its certificates and keys`]),
  ];
}

function renewalDifference(target: Target, observed: readonly Observation[]): readonly string[] {
  const renewal = renewalOf(target, observed);
  return renewal.known && renewal.value !== undefined ? [renewalWords(renewal.value)] : [];
}

function wentBackWords(went: WentBack | undefined): readonly string[] {
  if (went === undefined) return [];
  const from = went.from ?? "another system";
  return went.because === "rollback"
    ? [`was rolled back from ${from}, and is taken forward again`]
    : [`went back from ${from}, which was not confirmed`];
}

function isConfirmed(confirmed: string | undefined, runs: string | undefined): boolean {
  return confirmed !== undefined && confirmed === runs;
}
