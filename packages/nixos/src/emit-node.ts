import type { Cluster, Node } from "@quorate/cluster";
import { apiserver } from "./apiserver.ts";
import { AUTHENTICATION_CONFIGURATION } from "./authentication.ts";
import { bootstrapObjects } from "./bootstrap/objects.ts";
import { type BootstrapShare, bootstrap, workerLabels } from "./bootstrap/options.ts";
import { controllerManager } from "./controller-manager.ts";
import { disk, platform } from "./disk.ts";
import { applyEscapeHatch } from "./escape-hatch.ts";
import { etcd } from "./etcd.ts";
import { firewall } from "./firewall.ts";
import { kubeProxy } from "./kube-proxy.ts";
import { kubeconfigs } from "./kubeconfigs.ts";
import { kubelet } from "./kubelet.ts";
import { kubernetes } from "./kubernetes.ts";
import { networking } from "./networking.ts";
import type { NodeOptions, QuorateOptions } from "./node-options.ts";
import { mergeOptions, type OptionTree } from "./option-merge.ts";
import { podNetwork } from "./pod-network.ts";
import { scheduler } from "./scheduler.ts";
import { secrets } from "./secrets.ts";
import { ssh } from "./ssh.ts";

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
