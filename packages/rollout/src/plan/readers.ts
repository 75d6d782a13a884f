import { type Cluster, type Node, readersOfSecrets } from "@quorate/cluster";
import { OPERATIONS } from "../distribution/operations.ts";

/**
 * What on a node has to read these files again, sorted: units of systemd, and names of programs in pods. Units that do
 * their work once read them at their next start.
 */
export function readersOf(cluster: Cluster, node: Node, files: readonly string[]): readonly string[] {
  const { oneShot } = OPERATIONS[cluster.distribution.kind];
  const names = readersOfSecrets(cluster, node)
    .filter((reader) => reader.files.some((file) => files.includes(file)))
    .flatMap(({ name, kind }) => {
      if (kind === "each-time") return [];
      return kind === "service" ? [`${name}.service`] : [name];
    });
  return [...new Set(names)].filter((name) => !oneShot.includes(name)).sort();
}
