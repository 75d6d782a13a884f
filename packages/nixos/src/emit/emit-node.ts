import {
  byKind,
  type Cluster,
  type KindTable,
  type NixValue,
  type Node,
  type ResolvedDistribution,
} from "@quorate/cluster";
import type { Components, NodePart } from "../components.ts";
import { k3s } from "../k3s/components.ts";
import { kubernetes } from "../kubernetes/components.ts";
import { disk, platform } from "../node/disk.ts";
import { firewall } from "../node/firewall.ts";
import { networking } from "../node/networking.ts";
import { secrets } from "../node/secrets.ts";
import { ssh } from "../node/ssh.ts";
import { applyEscapeHatch } from "../option/escape-hatch.ts";
import { mergeOptions, type OptionTree } from "../option/merge.ts";
import type { CommonOptions, DiskoOptions, NodeOptions } from "../option/node-options.ts";
import { kubeVipPod } from "../vip/kube-vip-pod.ts";
import { vipOf } from "../vip/modes.ts";
import type { Vip } from "../vip/vip.ts";

/** What each distribution makes of a cluster's nodes. */
const COMPONENTS: KindTable<ResolvedDistribution, [Cluster, Vip], Components> = {
  kubernetes: (_, cluster, vip) => kubernetes(cluster, vip),
  k3s: (own, cluster, vip) => k3s(cluster, vip, own),
};

/** What the nodes of a cluster have in common; made once, so that a node's own cost does not depend on their number. */
export interface Share {
  readonly vip: Vip;
  readonly components: Components;
}

/** What the nodes of `cluster` have in common. */
export function shareOf(cluster: Cluster): Share {
  const vip = vipOf(cluster);
  return { vip, components: byKind(COMPONENTS, cluster.distribution, cluster, vip) };
}

/** The values of all NixOS options of `node`, the escape hatches included. */
export function emitNode(cluster: Cluster, node: Node, share: Share = shareOf(cluster)): NodeOptions {
  const { vip, components } = share;
  const parts: readonly (NodePart & { readonly disko?: DiskoOptions })[] = [
    networking(cluster, node, vip.networkOf(node)),
    firewall(node, components.openingsOf(node)),
    platform(node),
    disk(node),
    ssh(cluster),
    { quorate: common(cluster, node), system: { stateVersion: cluster.stateVersion } },
    ...components.optionsOf(node),
  ];
  let options: OptionTree = {};
  for (const part of parts) options = mergeOptions(options, part as OptionTree);
  options = applyEscapeHatch(options, cluster.escapeHatch);
  options = applyEscapeHatch(options, node.escapeHatch);
  return options as NodeOptions;
}

/** The values that nix/generated holds for each node of `cluster`, by its name, made when they are asked for. */
export function optionsByNode(cluster: Cluster): (name: string) => NixValue | undefined {
  const share = shareOf(cluster);
  return (name) => {
    const node = cluster.nodes.find((one) => one.name === name);
    return node === undefined ? undefined : (emitNode(cluster, node, share) as NixValue);
  };
}

/** kube-vip's pod on `node`, as data; nothing where there is no control plane, or no VIP. */
export function emitKubeVip(
  cluster: Cluster,
  node: Node,
  share: Share = shareOf(cluster),
): NixValue | undefined {
  const access = share.components.kubeVipAccess(node);
  const { carried } = share.vip;
  if (access === undefined || carried === undefined) return undefined;
  return kubeVipPod(cluster, node, carried, access);
}

function common(cluster: Cluster, node: Node): CommonOptions {
  return {
    node: { cluster: cluster.name, name: node.name },
    secrets: secrets(cluster, node),
    ssh: { port: cluster.ssh.port, ...(node.hostKey === undefined ? {} : { keepsHostKey: true }) },
  };
}
