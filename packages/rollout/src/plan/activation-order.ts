import type { Cluster } from "@quorate/cluster";
import { isColdStart, type MembersSeen } from "./cold-start.ts";
import { gatingOf } from "./gating.ts";
import { activationLane, gateLane } from "./lane.ts";
import type { InstallNode, UpdateNode } from "./node-change.ts";
import type { Stage } from "./stage.ts";

/**
 * The order in which nodes are activated: etcd members without a control plane, then the control plane,
 * then the others, since a kubelet must never be newer than its apiserver; among equals, installations
 * first (a member that only now comes into being cannot take a quorum away), then by name.
 *
 * One node at a time, but for a cold start: then the stopped members among the targets are activated together, at the
 * place of the first of them. Where a cluster starts from nothing, it is asked whether it works once etcd and the
 * control plane are started.
 */
export function orderActivations(
  cluster: Cluster,
  changes: readonly (InstallNode | UpdateNode)[],
  seen: MembersSeen,
): readonly Stage[] {
  const ordered = [...changes].sort(compare);
  const gating = gatingOf(cluster, changes, seen);
  const activation = (change: InstallNode | UpdateNode) => activationLane(cluster, change, gating(change));
  const members = isColdStart(seen) ? ordered.filter(isSwitchedMember) : [];
  const together = members.length < 2 ? [] : members;
  const later = ordered.filter((change) => gating(change) === "together");
  const [first] = together;
  const last = later.at(-1);
  return ordered.flatMap((change): readonly Stage[] => [
    ...(change === first ? [{ kind: "activate-together", lanes: together.map(activation) } as const] : []),
    ...(together.includes(change) ? [] : [{ kind: "activate", lanes: [activation(change)] } as const]),
    ...(change === last
      ? [{ kind: "gate-together", lanes: later.map((one) => gateLane(cluster, one)) } as const]
      : []),
  ]);
}

/** An etcd member whose units are about to be started by a switch. */
function isSwitchedMember(change: InstallNode | UpdateNode): boolean {
  return change.kind === "update" && change.system && change.desired.node.roles.etcd;
}

function compare(a: InstallNode | UpdateNode, b: InstallNode | UpdateNode): number {
  return (
    rank(a) - rank(b) ||
    Number(a.kind !== "install") - Number(b.kind !== "install") ||
    (a.desired.node.name < b.desired.node.name ? -1 : 1)
  );
}

function rank({ desired }: InstallNode | UpdateNode): number {
  const { etcd, controlPlane } = desired.node.roles;
  if (controlPlane) return 1;
  return etcd ? 0 : 2;
}
