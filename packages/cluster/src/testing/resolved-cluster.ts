import { type Cluster, type Node, resolveCluster } from "../index.ts";

/** The cluster of a definition that must be right. */
export function resolvedCluster(definition: unknown): Cluster {
  const resolution = resolveCluster(definition);
  if (!resolution.ok) throw new Error(JSON.stringify(resolution.findings, undefined, 2));
  return resolution.cluster;
}

/** The node of that name, which must be there. */
export function nodeOf(cluster: Cluster, name: string): Node {
  const found = cluster.nodes.find((node) => node.name === name);
  if (found === undefined) throw new RangeError(`no node ${name}`);
  return found;
}
