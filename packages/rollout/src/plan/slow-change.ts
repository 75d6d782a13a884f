import { type Node, SECRETS_DIRECTORY } from "@quorate/cluster";
import type { Target } from "../desired.ts";
import { SERVER_TOKEN } from "../distribution/k3s.ts";
import type { Json } from "../observe/json.ts";
import type { InstalledObservation, Observation } from "../observe/observation.ts";
import { knownOf } from "../observe/whom.ts";
import { problem, type RolloutProblem } from "../problem-kind.ts";
import { differenceOf, hasData, type Side, SLOW_CHANGES } from "./slow-change-kinds.ts";

/**
 * One refusal for each such change on a node that runs, of those that are deployed to; and for what all of a cluster
 * have the same of, on masters that are not: whoever is deployed to would have another one than they run with.
 */
export function refuseSlowChanges(
  targets: readonly Target[],
  observed: readonly Observation[],
  options: (node: Node["name"]) => Json | undefined,
): readonly RolloutProblem[] {
  const names = new Set(targets.map(({ node }) => node.name));
  const others = targets.length === 0 ? [] : observed.filter(({ node }) => !names.has(node));
  return [
    ...targets.flatMap((target) => {
      const seen = knownOf(target.node.name, observed);
      return seen?.kind === "installed" ? refusalsOf(target, seen, observed, options) : [];
    }),
    ...others.flatMap((one) => (one.kind === "installed" ? refusalsOfOther(one, options) : [])),
  ];
}

/** Of a node that is not deployed to: what it has of the cluster's, and the file says otherwise. */
function refusalsOfOther(
  seen: InstalledObservation,
  options: (node: Node["name"]) => Json | undefined,
): readonly RolloutProblem[] {
  if (!seen.facts.options.known) return [];
  const nothing = () => undefined;
  const before: Side = { options: seen.facts.options.value, digest: nothing };
  const after: Side = { options: options(seen.node), digest: nothing };
  return SLOW_CHANGES.filter(({ ofCluster }) => ofCluster).flatMap((change) => {
    const differs = differenceOf(change, before, after);
    if (differs === undefined) return [];
    const { says, what, passes } = change;
    return [
      problem(
        says,
        seen.node,
        `${what} of ${seen.node}, which is not deployed to, is another than machines.ts says${differs}: those that are would not work with it`,
        passes,
      ),
    ];
  });
}

/** Where other servers have the token that is wanted, that of this one's host is what somebody has changed. */
function tokenPasses({ node, secrets }: Target, observed: readonly Observation[], passes: string): string {
  const wanted = secrets.find((secret) => secret.file === SERVER_TOKEN)?.digest;
  const have = observed.flatMap((one) =>
    one.kind === "installed" && hasData(one) && one.secrets[SERVER_TOKEN] === wanted ? [one.node] : [],
  );
  if (have.length === 0) return passes;
  return `It was changed on ${node.name}, since the one of this folder is what ${have.join(", ")} ${have.length === 1 ? "has" : "have"}: copy hosts/${node.name}/${SERVER_TOKEN} of the certificates folder to ${SECRETS_DIRECTORY}/${SERVER_TOKEN} there, start it anew (systemctl restart k3s), then run the same command again`;
}

function refusalsOf(
  target: Target,
  seen: InstalledObservation,
  observed: readonly Observation[],
  options: (node: Node["name"]) => Json | undefined,
): readonly RolloutProblem[] {
  const { node, secrets } = target;
  const before: Side = {
    // Told only where what runs was built from something else: otherwise nothing differs.
    options: seen.facts.options.known ? seen.facts.options.value : undefined,
    digest: (name) => (Object.hasOwn(seen.secrets, name) ? seen.secrets[name] : undefined),
  };
  const after: Side = {
    options: before.options === undefined ? undefined : options(node.name),
    digest: (name) => secrets.find((secret) => secret.file === name)?.digest,
  };
  return SLOW_CHANGES.flatMap((change) => {
    const { says, what, passes, where } = change;
    if (where?.(seen, target) === false) return [];
    const differs = differenceOf(change, before, after);
    if (differs === undefined) return [];
    return [
      problem(
        says,
        node.name,
        `${what} of ${node.name} is another than the one that it runs with${differs}`,
        says === "token-changed" ? tokenPasses(target, observed, passes) : passes,
      ),
    ];
  });
}
