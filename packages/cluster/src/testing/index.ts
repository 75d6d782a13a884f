export { clusterOf, type Shape, type Variation } from "./cluster-of.ts";
export { nodeOf, resolvedCluster } from "./resolved-cluster.ts";
