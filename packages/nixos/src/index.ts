/**
 * From the model of a cluster to the values of NixOS options. Pure.
 * @module
 */
export { type EmitContext, emitCluster, fingerprintsOf, madeFrom } from "./emit/emit-cluster.ts";
export { optionsByNode } from "./emit/emit-node.ts";
export { CLUSTER_FILES, type GeneratedFile, isGenerated, isGeneratedPath } from "./emit/generated-files.ts";
export { nodeDifference } from "./emit/node-difference.ts";
export { CLUSTER_IMAGES } from "./images.ts";
