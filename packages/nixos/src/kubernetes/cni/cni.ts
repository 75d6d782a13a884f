import type { Node } from "@quorate/cluster";
import type { NodePart } from "../../components.ts";
import type { KubernetesObject } from "../../object/kubernetes-object.ts";
import type { KubeconfigOptions } from "../../option/node-options.ts";

/** What brings the pod network: what all other parts have to ask about it. Each kind answers in a file of its own. */
export interface Cni {
  /** The options of a node with a kubelet. */
  readonly optionsOf: (node: Node) => NodePart;
  /** Its interfaces on such a node, by which pods reach their own host. */
  readonly interfaces: readonly string[];
  /** The UDP ports on which nodes reach each other's pods. */
  readonly udpPorts: readonly number[];
  /** The kubeconfigs of a node with a kubelet, where the API is at `server`. */
  readonly kubeconfigsFor: (server: string) => { readonly flannel?: KubeconfigOptions };
  /** What it may do in the cluster, to be applied by the bootstrap. */
  readonly objects: readonly KubernetesObject[];
}
