import { type Cluster, failed, type HostName, type Node, succeeded } from "@quorate/cluster";
import { problem, type RolloutResult } from "../problem-kind.ts";
import type { BareObservation, InstalledObservation, Observation } from "./observation.ts";

/**
 * Whom to look at before a deployment to `targets`: them, and whoever tells how the cluster is: the etcd members and
 * the control plane nodes. One that is offline is asked by nobody, and so counts as
 * one that could not be. Sorted by name.
 */
export function whomToObserve({ nodes }: Cluster, targets: readonly Node[]): readonly Node[] {
  const names = new Set(targets.map(({ name }) => name));
  return nodes.filter(
    ({ name, roles, offline }) => names.has(name) || (!offline && (roles.etcd || roles.controlPlane)),
  );
}

/** Those to whom a shared connection may be open after a look: they have proved who they are. */
export function whomWeAreConnectedTo(observed: readonly Observation[]): readonly HostName[] {
  return observed.flatMap(({ kind, node }) => (kind === "installed" ? [node] : []));
}

/** What is known of a node: `undefined` where nobody looked at it, or it could not be asked. That is never a "no". */
export function knownOf(
  node: HostName,
  observed: readonly Observation[],
): InstalledObservation | BareObservation | undefined {
  const observation = observed.find((one) => one.node === node);
  return observation?.kind === "unreachable" ? undefined : observation;
}

/** What was seen of a node that has to be looked at, or why nothing can be said of it. */
export function seenOf(
  node: HostName,
  observed: readonly Observation[],
): RolloutResult<InstalledObservation | BareObservation> {
  const observation = observed.find((one) => one.node === node);
  if (observation === undefined) {
    return failed(problem("not-observed", node, `nobody looked at ${node}`, "Run the same command again"));
  }
  return observation.kind === "unreachable" ? failed(observation.problem) : succeeded(observation);
}
