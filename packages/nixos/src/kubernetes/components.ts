import type { Cluster } from "@quorate/cluster";
import type { Components } from "../components.ts";
import { localServer } from "../node/api-url.ts";
import { kubeconfigPath } from "../node/kubeconfig-path.ts";
import type { Vip } from "../vip/vip.ts";
import { apiserver } from "./apiserver.ts";
import { bootstrapObjects } from "./bootstrap/objects.ts";
import { bootstrap, workerLabels } from "./bootstrap/options.ts";
import { cniOf } from "./cni/kinds.ts";
import { controllerManager } from "./controller-manager.ts";
import { etcd } from "./etcd.ts";
import { kubeProxy } from "./kube-proxy.ts";
import { kubeconfig } from "./kubeconfig.ts";
import { kubeconfigs } from "./kubeconfigs.ts";
import { kubelet } from "./kubelet.ts";
import { openings } from "./openings.ts";
import { scheduler } from "./scheduler.ts";
import { shared } from "./shared.ts";

/** Upstream Kubernetes: each component a systemd service of its own. */
export function kubernetes(cluster: Cluster, vip: Vip): Components {
  const cni = cniOf(cluster);
  // The same for every control plane node: made once, so that a node's own cost does not depend on their number.
  const share = { objects: bootstrapObjects(cluster, vip, cni), workerLabels: workerLabels(cluster) };
  return {
    optionsOf: (node) => [
      shared(cluster, node),
      etcd(cluster, node),
      apiserver(cluster, node),
      controllerManager(cluster, node),
      scheduler(cluster, node),
      kubelet(cluster, node),
      kubeProxy(cluster, node),
      ...(node.roles.kubelet ? [cni.optionsOf(node)] : []),
      kubeconfigs(cluster, node, cni),
      bootstrap(node, share),
    ],
    openingsOf: (node) => openings(cluster, node, cni),
    kubeVipAccess: (node) =>
      node.roles.controlPlane
        ? { ...kubeconfig(localServer(cluster), "kube-vip"), kubeconfig: kubeconfigPath("kube-vip") }
        : undefined,
  };
}
