import { activationLane } from "./lane.ts";
import type { InstallNode, UpdateNode } from "./node-change.ts";
import type { Stage } from "./stage.ts";

/**
 * The order in which nodes are activated: etcd members without a control plane, then the control plane,
 * then the others, since a kubelet must never be newer than its apiserver; among equals, installations
 * first (a member that only now comes into being cannot take a quorum away), then by name.
 *
 * One node at a time, but for a cold start (`cold`): then the stopped members among the targets are activated
 * together, at the place of the first of them.
 */
export function orderActivations(
  changes: readonly (InstallNode | UpdateNode)[],
  cold: boolean,
): readonly Stage[] {
  const ordered = [...changes].sort(compare);
  const members = ordered.filter(isSwitchedMember);
  if (!cold || members.length < 2) return ordered.map(one);
  const [first] = members;
  return ordered.flatMap((change): readonly Stage[] => {
    if (change === first) return [{ kind: "activate-together", lanes: members.map(activationLane) }];
    return isSwitchedMember(change) ? [] : [one(change)];
  });
}

function one(change: InstallNode | UpdateNode): Stage {
  return { kind: "activate", lanes: [activationLane(change)] };
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
