import { type Cluster, failed, type HostName, type Node, succeeded } from "@quorate/cluster";
import { problem, type RolloutResult } from "../problem-kind.ts";
import type { BareObservation, InstalledObservation, Observation } from "./observation.ts";

/**
 * Whom to look at before a deployment to `targets`: them and, where one of them is an etcd member, the other
 * members, which tell whether the cluster is starting from nothing, and whom etcd has for its members; where one
 * is a control plane node, the other ones, since what their apiservers do with Secrets has to be the same.
 */
export function whomToObserve(cluster: Cluster, targets: readonly Node[]): readonly HostName[] {
  const names = targets.map(({ name }) => name);
  const members = targets.some(({ roles }) => roles.etcd) ? cluster.etcd.members : [];
  const masters = targets.some(({ roles }) => roles.controlPlane)
    ? cluster.nodes.filter(({ roles }) => roles.controlPlane)
    : [];
  return [...new Set([...names, ...[...members, ...masters].map(({ name }) => name)])];
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
