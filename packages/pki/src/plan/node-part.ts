import {
  AUTHORIZED_KEYS,
  authorityPair,
  byKind,
  type Cluster,
  fileOfAuthorities,
  fileOfNode,
  folderOfNode,
  type KindTable,
  knownHostName,
  type Node,
  type NodeSecret,
  type OfKind,
  pairFiles,
  SSH_HOST_KEY,
} from "@quorate/cluster";
import type { DistributionPlan } from "./distribution-plan.ts";
import { type LeafPlan, leafPlan } from "./leaf.ts";

/** An ed25519 key pair for ssh. */
export interface SshKeyPlan {
  /** Path of the private key; the public one is beside it, with `.pub`. */
  readonly path: string;
  readonly comment: string;
}

/** A file that is another one's copy, so that a host's folder is complete. */
export interface CopyPlan {
  readonly from: string;
  readonly to: string;
}

/** A host in the operator's known_hosts. */
export interface KnownHostPlan {
  /** As ssh looks them up: `[10.0.0.11]:2222` where the port is not 22. */
  readonly names: readonly string[];
  readonly key: /** Path of the private key that was made for the host. */
    | { readonly kind: "made"; readonly path: string }
    /** The public key that the host had before, as a line. */
    | { readonly kind: "adopted"; readonly line: string };
}

/** A file among the authorities that is no certificate's. */
export type SharedFile = OfKind<NodeSecret["origin"], "shared">;

/** What one secret of a node adds to the plan. */
export interface NodePart {
  readonly leaves: readonly LeafPlan[];
  readonly copies: readonly CopyPlan[];
  /** What it is a copy of, where that is no certificate. */
  readonly shared: readonly SharedFile[];
  readonly sshKeys: readonly SshKeyPlan[];
  readonly knownHosts: readonly KnownHostPlan[];
  readonly authorizedKeys: readonly string[];
}

const NOTHING: NodePart = {
  leaves: [],
  copies: [],
  shared: [],
  sshKeys: [],
  knownHosts: [],
  authorizedKeys: [],
};

type Context = [node: Node, cluster: Cluster, distribution: DistributionPlan];

const PARTS: KindTable<NodeSecret["origin"], Context, Partial<NodePart>> = {
  leaf: ({ name }, node, cluster, { profileOf }) => ({
    leaves: [leafPlan(folderOfNode(node.name), name, profileOf(name, cluster, node))],
  }),
  authority: ({ name }, node) => ({
    copies: [copyOf(authorityPair(name).certificate, pairFiles(name).certificate, node)],
  }),
  "authority-key": ({ name }, node) => ({
    copies: [copyOf(authorityPair(name).key, pairFiles(name).key, node)],
  }),
  shared: (shared, node) => ({
    shared: [shared],
    copies: [copyOf(fileOfAuthorities(shared.file), shared.file, node)],
  }),
  "ssh-host-key": (_, node, cluster) => {
    const key = fileOfNode(node.name, SSH_HOST_KEY);
    return {
      sshKeys: [{ path: key, comment: `root@${node.name}` }],
      knownHosts: [{ names: knownNamesOf(cluster, node), key: { kind: "made", path: key } }],
    };
  },
  "authorized-keys": (_, node) => ({ authorizedKeys: [fileOfNode(node.name, AUTHORIZED_KEYS)] }),
};

/** What is made so that `node` has that secret. */
export function partOfSecret({ origin }: NodeSecret, ...context: Context): NodePart {
  return { ...NOTHING, ...byKind(PARTS, origin, ...context) };
}

/** How a machine is known that brought its host key along. */
export function adoptedHost(cluster: Cluster, node: Node): readonly KnownHostPlan[] {
  const { hostKey: line } = node;
  if (line === undefined) return [];
  return [{ names: knownNamesOf(cluster, node), key: { kind: "adopted", line } }];
}

function copyOf(from: string, file: string, node: Node): CopyPlan {
  return { from, to: fileOfNode(node.name, file) };
}

function knownNamesOf(cluster: Cluster, node: Node): string[] {
  const { port } = cluster.ssh;
  return [...node.addresses.map(({ address }): string => address), node.name].map((name) =>
    knownHostName(name, port),
  );
}
