/**
 * From the model of a cluster to the values of NixOS options. Pure.
 * @module
 */
export { COREDNS_IMAGE } from "./bootstrap/coredns.ts";
export { type EmitContext, emitCluster, fingerprintsOf } from "./emit-cluster.ts";
export { emitNode } from "./emit-node.ts";
export { PORTS } from "./firewall.ts";
export type { GeneratedFile } from "./generated-file.ts";
export { KUBE_VIP_IMAGE } from "./kube-vip.ts";
export type { KubernetesObject, NodeOptions, QuorateOptions } from "./node-options.ts";
export { type NixosOptionsCommand, nixosOptionsCommand } from "./options/command.ts";
export { type OptionsReading, optionsDocument, readOptions } from "./options/document.ts";
export type { Option, Options } from "./options/option.ts";
export { nodePodPrefixLength } from "./pod-prefix.ts";
export { secretReaders } from "./secret-readers.ts";
