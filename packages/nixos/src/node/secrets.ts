import { type Cluster, type Node, SECRETS_DIRECTORY, secretFilesOfNode } from "@quorate/cluster";
import type { SecretsOptions } from "../option/node-options.ts";
import { secretReaders } from "./secret-readers.ts";

/** Owner and mode of every file in the node's secrets folder, and which services cannot start without which. */
export function secrets(cluster: Cluster, node: Node): SecretsOptions {
  const files = secretFilesOfNode(cluster, node);
  return {
    directory: SECRETS_DIRECTORY,
    files: Object.fromEntries(files.map(({ file, owner, mode }) => [file, { owner, mode }])),
    requiredBy: secretReaders(cluster, node),
  };
}
