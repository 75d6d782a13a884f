import type { Cluster, HostName, Node } from "@quorate/cluster";
import { nodeLists } from "../observe/kubernetes/node-lists.ts";
import type { InstalledObservation, Observation } from "../observe/observation.ts";
import { knownOf } from "../observe/whom.ts";
import { apiserverSeen } from "./apiserver-seen.ts";

/** What a node is to the cluster at the moment, which says when it is its turn. */
export interface Standing {
  /** Whether there is a machine of ours. Unknown counts as yes: somebody may miss it. */
  readonly installed: boolean;
  /** Whether it has an apiserver, well or not. Unknown counts as yes; `false` for a node that is to have none. */
  readonly apiserver: boolean;
  /** Whether it has an apiserver, and the file says that it is to have none any more. */
  readonly retires: boolean;
  /** What of it is not well, as a clause without its name; `undefined` where nothing is known to be. */
  readonly broken: string | undefined;
  /** Whether a change there is not confirmed: it may go back by itself at any time. */
  readonly unconfirmed: boolean;
  /** Whether its member of etcd is the leader. */
  readonly leads: boolean;
  /** Whether it alone has the VIP, as with ARP. */
  readonly holdsVip: boolean;
}

/** What a node is to the cluster, as far as a look told. */
export function standingOf(cluster: Cluster, node: Node, observed: readonly Observation[]): Standing {
  const seen = knownOf(node.name, observed);
  const installed = seen?.kind === "installed" ? seen : undefined;
  const status = installed?.facts.etcd.status;
  return {
    installed: seen?.kind !== "bare",
    apiserver: node.roles.controlPlane && hasApiserver(cluster, node, observed),
    retires: !node.roles.controlPlane && wasMaster(cluster, node, observed),
    broken: installed === undefined ? undefined : brokenOf(node, installed, observed),
    unconfirmed: installed?.facts.watchdog.armed === true,
    leads: node.roles.etcd && status?.known === true && status.value.leader === status.value.memberId,
    holdsVip:
      cluster.loadBalancer.kind === "arp" && installed?.facts.vip.known === true && installed.facts.vip.value,
  };
}

/** One without the files of an apiserver that does not answer either was never one. */
function hasApiserver(cluster: Cluster, node: Node, observed: readonly Observation[]): boolean {
  if (apiserverSeen(cluster, node, observed) !== "none") return true;
  const seen = knownOf(node.name, observed);
  return seen?.kind === "installed" && seen.facts.controlPlane.readyz.known;
}

/** By the files that it holds: they go once another system of it is confirmed. */
function wasMaster(cluster: Cluster, node: Node, observed: readonly Observation[]): boolean {
  const master = { ...node, roles: { ...node.roles, controlPlane: true } };
  const seen = apiserverSeen(cluster, master, observed);
  return seen === "plain" || seen === "encrypts";
}

function brokenOf(
  { name, roles }: Node,
  { etcdRunning, facts }: InstalledObservation,
  observed: readonly Observation[],
): string | undefined {
  const { healthy } = facts.etcd;
  if (roles.etcd && (!etcdRunning || (healthy.known && !healthy.value))) return "its etcd does not serve";
  const { readyz } = facts.controlPlane;
  if (roles.controlPlane && readyz.known && !readyz.value.ready) return "its apiserver is not ready";
  return isNotReady(name, observed) ? "it is not Ready" : undefined;
}

/** Whether the API has the node for one that is not Ready, by the word of every master that was asked. */
function isNotReady(name: HostName, observed: readonly Observation[]): boolean {
  const told = nodeLists(observed).flatMap((nodes) => {
    const ready = nodes.find((node) => node.name === name)?.conditions["Ready"];
    return ready === undefined ? [] : [ready.status];
  });
  return told.length > 0 && told.every((status) => status !== "True");
}
