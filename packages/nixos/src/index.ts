/**
 * From the model of a cluster to the values of NixOS options. Pure.
 * @module
 */

export { type EmitContext, emitCluster, fingerprintsOf } from "./emit/emit-cluster.ts";
export { emitNode } from "./emit/emit-node.ts";
export type { GeneratedFile } from "./emit/generated-file.ts";
export { COREDNS_IMAGE } from "./kubernetes/bootstrap/coredns.ts";
export { nodePodPrefixLength } from "./kubernetes/pod-prefix.ts";
export { PORTS } from "./node/firewall.ts";
export { secretReaders } from "./node/secret-readers.ts";
export type { KubernetesObject, NodeOptions, QuorateOptions } from "./option/node-options.ts";
export { KUBE_VIP_IMAGE } from "./vip/kube-vip.ts";
