import type { BuiltSystem, Target } from "../desired.ts";
import type { Observation } from "../observe/observation.ts";
import { knownOf } from "../observe/whom.ts";

/**
 * The system of a node that runs and boots what was built from the very files that it is to be built from, and for
 * which a deployment has written that down: there is nothing to evaluate. `undefined` for every other node. Its
 * certificates and keys may differ: they are no part of it.
 */
export function systemOf(
  { node, fingerprint }: Target,
  observed: readonly Observation[],
): BuiltSystem | undefined {
  const seen = knownOf(node.name, observed);
  if (seen?.kind !== "installed" || seen.confirmed === undefined) return undefined;
  const { closure } = seen.confirmed;
  const isCurrent =
    seen.fingerprint === fingerprint &&
    seen.confirmed.fingerprint === fingerprint &&
    seen.currentSystem === closure &&
    seen.profile === closure &&
    seen.activation !== "failed";
  return isCurrent ? { closure, diskoScript: undefined } : undefined;
}
