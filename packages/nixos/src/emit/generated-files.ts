/** A file below `nix/generated/`. */
export interface GeneratedFile {
  /** Relative to `nix/generated`, with `/` between the parts. */
  readonly path: string;
  /** The whole content, with a newline at its end. */
  readonly text: string;
}

/** The files that each cluster has once. */
export const CLUSTER_FILES = { machines: "machines.nix", fingerprints: "fingerprints.json" } as const;

/** What the comment at the top of each Nix file says. */
export const NIX_HEADER = "Generated from machines.ts by `quorate generate`. Not to be edited.";

/** A kind of file that each node may have. */
interface NodeFileKind {
  /** Its folder, in which each is called by its node's name. */
  readonly folder: string;
  readonly ending: string;
  /** Whether a text is one that this emitter writes into such a file, be it an earlier version of it. */
  readonly bears: (text: string) => boolean;
}

/** The files that a node has. */
export const NODE_FILES = {
  options: { folder: "nodes", ending: ".nix", bears: (text) => text.startsWith(`# ${NIX_HEADER}`) },
  // JSON has no comments: what a file is must be read in it.
  kubeVip: { folder: "kube-vip", ending: ".json", bears: isKubeVipPod },
} as const satisfies Readonly<Record<string, NodeFileKind>>;

/** Where the file of that kind is for `node`. */
export function nodeFile(kind: keyof typeof NODE_FILES, node: string): string {
  const { folder, ending } = NODE_FILES[kind];
  return `${folder}/${node}${ending}`;
}

/**
 * Whether a file at `path`, relative to `nix/generated`, has a name that this emitter gives, for this cluster or for
 * any other: a node that is gone leaves its files behind.
 */
export function isGeneratedPath(path: string): boolean {
  return Object.values<string>(CLUSTER_FILES).includes(path) || kindOf(path) !== undefined;
}

/** Whether this emitter made a file, by its name and its text: what somebody else wrote under such a name is theirs. */
export function isGenerated({ path, text }: GeneratedFile): boolean {
  return isGeneratedPath(path) && (kindOf(path)?.bears(text) ?? true);
}

function kindOf(path: string): NodeFileKind | undefined {
  return Object.values<NodeFileKind>(NODE_FILES).find(({ folder, ending }) => {
    const name = path.slice(folder.length + 1, -ending.length);
    return name !== "" && !name.includes("/") && path === `${folder}/${name}${ending}`;
  });
}

function isKubeVipPod(text: string): boolean {
  try {
    const { kind, metadata } = JSON.parse(text) as { kind?: unknown; metadata?: { name?: unknown } };
    return kind === "Pod" && metadata?.name === "kube-vip";
  } catch {
    return false;
  }
}
