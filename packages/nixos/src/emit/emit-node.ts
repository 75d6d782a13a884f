import type { Cluster, Node } from "@quorate/cluster";
import { apiserver } from "../kubernetes/apiserver.ts";
import { AUTHENTICATION_CONFIGURATION } from "../kubernetes/authentication.ts";
import { bootstrapObjects } from "../kubernetes/bootstrap/objects.ts";
import { type BootstrapShare, bootstrap, workerLabels } from "../kubernetes/bootstrap/options.ts";
import { controllerManager } from "../kubernetes/controller-manager.ts";
import { etcd } from "../kubernetes/etcd.ts";
import { kubeProxy } from "../kubernetes/kube-proxy.ts";
import { kubeconfigs } from "../kubernetes/kubeconfigs.ts";
import { kubelet } from "../kubernetes/kubelet.ts";
import { podNetwork } from "../kubernetes/pod-network.ts";
import { scheduler } from "../kubernetes/scheduler.ts";
import { kubernetes } from "../kubernetes/shared.ts";
import { disk, platform } from "../node/disk.ts";
import { firewall } from "../node/firewall.ts";
import { networking } from "../node/networking.ts";
import { secrets } from "../node/secrets.ts";
import { ssh } from "../node/ssh.ts";
import { applyEscapeHatch } from "../option/escape-hatch.ts";
import { mergeOptions, type OptionTree } from "../option/merge.ts";
import type { NodeOptions, QuorateOptions } from "../option/node-options.ts";

/** What every node of a cluster shares; made once, so that a node's own cost does not depend on their number. */
export function shareOf(cluster: Cluster): BootstrapShare {
  return { objects: bootstrapObjects(cluster), workerLabels: workerLabels(cluster) };
}

/** The values of all NixOS options of `node`, the escape hatches included. */
export function emitNode(
  cluster: Cluster,
  node: Node,
  share: BootstrapShare = shareOf(cluster),
): NodeOptions {
  const parts = [
    networking(cluster, node),
    firewall(cluster, node),
    platform(node),
    disk(node),
    kubernetes(cluster, node),
    etcd(cluster, node),
    apiserver(cluster, node),
    controllerManager(cluster, node),
    scheduler(cluster, node),
    kubelet(cluster, node),
    kubeProxy(cluster, node),
    podNetwork(cluster, node),
    ssh(cluster),
    { quorate: quorate(cluster, node, share), system: { stateVersion: cluster.stateVersion } },
  ] satisfies Partial<NodeOptions>[];
  let options: OptionTree = {};
  for (const part of parts) options = mergeOptions(options, part as OptionTree);
  options = applyEscapeHatch(options, cluster.escapeHatch);
  options = applyEscapeHatch(options, node.escapeHatch);
  return options as NodeOptions;
}

function quorate(cluster: Cluster, node: Node, share: BootstrapShare): QuorateOptions {
  return {
    ...(node.roles.controlPlane
      ? {
          apiserver: { authenticationConfiguration: AUTHENTICATION_CONFIGURATION },
          bootstrap: bootstrap(node, share),
        }
      : {}),
    kubeconfigs: kubeconfigs(cluster, node),
    node: { cluster: cluster.name, name: node.name },
    secrets: secrets(cluster, node),
    ssh: { port: cluster.ssh.port },
  };
}
