import type { Node } from "@quorate/cluster";
import type { Stage } from "../plan/stage.ts";
import { type Standing, standingOf } from "../plan/standing.ts";
import type { Outlook } from "./forecast.ts";

/** Why a stage has its place in the order. */
export function whyNow(
  { kind, lanes }: Pick<Stage, "kind" | "lanes">,
  { cluster, observed }: Pick<Outlook, "cluster" | "observed">,
): string {
  if (kind === "activate-together") {
    return "no member of etcd runs, and none gets a quorum alone: they are started together";
  }
  if (kind === "remove-member") {
    return "whoever is no member any more leaves before anything is touched that may cost a quorum";
  }
  if (kind === "change-token") {
    return "a server that starts from then on needs the token that the cluster has then";
  }
  if (kind === "tidy-together") {
    return "what the systems of before read stays until every node is confirmed";
  }
  if (kind === "uncordon") return "a run that died has left it cordoned, and it is Ready";
  if (kind === "return-vip") return "a run that died had it leave the VIP, and its apiserver is ready";
  const node = cluster.nodes.find(({ name }) => name === lanes[0]?.node);
  if (node === undefined) return "";
  const standing = standingOf(cluster, node, observed);
  const installs = lanes.some(({ steps }) => steps.some((step) => step.kind === "install"));
  return [...(installs ? [INSTALLATION] : ofStanding(node, standing)), placeOf(node)].join("; ");
}

const INSTALLATION = "an installation takes nothing away, so before its equals";

function ofStanding({ roles }: Node, { broken, apiserver, leads, holdsVip }: Standing): readonly string[] {
  if (broken !== undefined) return [`${broken}: first, since nothing is lost by touching it`];
  if (roles.controlPlane && !apiserver) return ["it only now becomes a master, so before those that are"];
  const has = [...(leads ? ["leads etcd"] : []), ...(holdsVip ? ["has the VIP"] : [])];
  return has.length === 0 ? [] : [`${has.join(" and ")}: last of its kind`];
}

function placeOf({ roles }: Node): string {
  if (roles.etcd && !roles.controlPlane) return "etcd alone: before the apiservers that ask it";
  if (roles.controlPlane) {
    return roles.etcd
      ? "a control plane node with etcd: one at a time, before any newer kubelet"
      : "a control plane node: one at a time, before any newer kubelet";
  }
  return "a worker: after every apiserver, which must not be older than its kubelet";
}
