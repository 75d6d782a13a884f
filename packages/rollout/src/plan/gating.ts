import { type Cluster, type Node, quorumOf } from "@quorate/cluster";
import type { GateHost } from "../gate/gate-host.ts";
import type { Step } from "../step/step.ts";
import { isStartedAlone } from "./member-deed.ts";
import type { InstallNode, UpdateNode } from "./node-change.ts";

/**
 * When it is asked whether a node works: in its own turn; once all of a cluster that starts from nothing are started,
 * since none works before; or never, where the cluster has no quorum after this run either.
 */
export type Gating = "own" | "together" | "none";

/** Whom a gate asks, the node itself first. */
export type GateHosts = readonly [GateHost, ...GateHost[]];

/** When the gates of a change are. `fromNothing`: whether no member of etcd ran before anything was touched. */
export function gatingOf(
  cluster: Cluster,
  changes: readonly (InstallNode | UpdateNode)[],
  fromNothing: boolean,
): (change: InstallNode | UpdateNode) => Gating {
  if (!fromNothing || changes.some(({ deed }) => isStartedAlone(deed))) return () => "own";
  const started = changes.filter(
    (change) =>
      change.desired.node.roles.etcd &&
      (change.kind === "install" || change.system || change.deed !== undefined),
  );
  if (started.length < quorumOf(cluster.etcd.members.length)) return () => "none";
  // A worker that comes before the first control plane node has no API to be ready in.
  const ofWorkers = changes.some(({ desired }) => desired.node.roles.controlPlane) ? "own" : "none";
  return ({ desired }) => (isPartOfControlPlane(desired.node) ? "together" : ofWorkers);
}

/** Whether others need it: a member of etcd, or a control plane node. */
export function isPartOfControlPlane({ roles }: Node): boolean {
  return roles.etcd || roles.controlPlane;
}

/** What is asked before a node is touched: nothing of one that nobody needs until then. `hosts`: who is asked. */
export function gateBeforeOf(node: Node, [own, ...others]: GateHosts): readonly Step[] {
  const { retires, ...host } = own;
  if (!isPartOfControlPlane(node) && retires === undefined) return [];
  const before = retires === undefined ? host : { ...host, apiserver: retires };
  return [{ kind: "gate-before", node: node.name, hosts: [before, ...others] }];
}

/** What is asked of a node that was touched. */
export function gateAfterOf(node: Node, hosts: GateHosts, after: "change" | "start"): readonly Step[] {
  return [{ kind: "gate-after", node: node.name, hosts, after }];
}
