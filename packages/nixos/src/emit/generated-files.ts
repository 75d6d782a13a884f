/** A file below `nix/generated/`. */
export interface GeneratedFile {
  /** Relative to `nix/generated`, with `/` between the parts. */
  readonly path: string;
  /** The whole content, with a newline at its end. */
  readonly text: string;
}

/** The files that each cluster has once. */
export const CLUSTER_FILES = { machines: "machines.nix", fingerprints: "fingerprints.json" } as const;

/** The files that a node has: one folder a kind, in which each is called by its node's name. */
export const NODE_FILES = {
  options: { folder: "nodes", ending: ".nix" },
  kubeVip: { folder: "kube-vip", ending: ".json" },
} as const;

/** Where the file of that kind is for `node`. */
export function nodeFile(kind: keyof typeof NODE_FILES, node: string): string {
  const { folder, ending } = NODE_FILES[kind];
  return `${folder}/${node}${ending}`;
}

/**
 * Whether a file at `path`, relative to `nix/generated`, is one that this emitter may have made, for this cluster
 * or for any other: a node that is gone leaves its files behind.
 */
export function isGeneratedPath(path: string): boolean {
  if (Object.values<string>(CLUSTER_FILES).includes(path)) return true;
  return Object.values(NODE_FILES).some(({ folder, ending }) => {
    const name = path.slice(folder.length + 1, -ending.length);
    return name !== "" && !name.includes("/") && path === `${folder}/${name}${ending}`;
  });
}
