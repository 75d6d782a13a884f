import { activationLane } from "./lane.ts";
import type { InstallNode, UpdateNode } from "./node-change.ts";
import type { ActivateStep, ActivateTogetherStep } from "./stage.ts";

/**
 * The order in which nodes are activated: etcd members without a control plane, then the control plane,
 * then the others, since a kubelet must never be newer than its apiserver; among equals, installations
 * first (a member that only now comes into being cannot take a quorum away), then by name.
 *
 * One node at a time, but for a cold start: with no etcd member running (`otherMemberRunning` tells of
 * those that are no targets), the stopped members among the targets are activated together, at the place
 * of the first of them.
 */
export function orderActivations(
  changes: readonly (InstallNode | UpdateNode)[],
  otherMemberRunning: boolean,
): readonly (ActivateStep | ActivateTogetherStep)[] {
  const ordered = [...changes].sort(compare);
  const members = ordered.filter(isSwitchedMember);
  const cold = members.length > 1 && !otherMemberRunning && !ordered.some((change) => isRunning(change));
  if (!cold) return ordered.map(one);
  const first = members[0];
  return ordered.flatMap((change): readonly (ActivateStep | ActivateTogetherStep)[] => {
    if (change === first) return [{ kind: "activate-together", lanes: members.map(activationLane) }];
    return isSwitchedMember(change) ? [] : [one(change)];
  });
}

function one(change: InstallNode | UpdateNode): ActivateStep {
  return { kind: "activate", lane: activationLane(change) };
}

/** An etcd member whose units are about to be started by a switch. */
function isSwitchedMember(change: InstallNode | UpdateNode): boolean {
  return change.kind === "update" && change.system && change.desired.node.roles.etcd;
}

function isRunning(change: InstallNode | UpdateNode): boolean {
  return change.kind === "update" && change.desired.node.roles.etcd && change.etcdRunning;
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
