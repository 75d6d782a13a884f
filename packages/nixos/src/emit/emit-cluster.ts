import type { Cluster, NixValue } from "@quorate/cluster";
import { fromValue, nixFile, print } from "@quorate/nix";
import { emitKubeVip, emitNode, shareOf } from "./emit-node.ts";
import { fingerprint } from "./fingerprint.ts";
import { CLUSTER_FILES, type GeneratedFile, NIX_HEADER, nodeFile } from "./generated-files.ts";
import { clusterData } from "./machines-nix.ts";

/** What the files depend on besides the cluster. */
export interface EmitContext {
  /** A digest of everything else that goes into the nodes' closures: flake.lock, flake.nix, nix/modules. */
  readonly inputsDigest: string;
  /**
   * Name of the file that describes the cluster, so that another one beside it does not overwrite what was made from
   * it. Default: it is not said.
   */
  readonly from?: string;
}

/** The name in the fingerprints file that no host can have, and that says what all the files were made from. */
const FROM = "#from";

/**
 * All files below nix/generated, sorted by path.
 * @throws NixValueError for a text in the cluster that Nix cannot hold (a NUL, half a surrogate pair)
 */
export function emitCluster(cluster: Cluster, { inputsDigest, from }: EmitContext): readonly GeneratedFile[] {
  const share = shareOf(cluster);
  const files: GeneratedFile[] = [
    { path: CLUSTER_FILES.machines, text: nixText(clusterData(cluster, share.vip)) },
  ];
  const fingerprints: Record<string, string> = from === undefined ? {} : { [FROM]: from };
  for (const node of cluster.nodes) {
    const options = nixText(emitNode(cluster, node, share) as NixValue);
    const pod = emitKubeVip(cluster, node, share);
    const manifest = pod === undefined ? "" : jsonText(pod);
    // One file for most nodes, and no folder of its own: making files is what costs most of a generate.
    files.push({ path: nodeFile("options", node.name), text: options });
    if (pod !== undefined) files.push({ path: nodeFile("kubeVip", node.name), text: manifest });
    fingerprints[node.name] = fingerprint([options, manifest, inputsDigest]);
  }
  files.push({ path: CLUSTER_FILES.fingerprints, text: jsonText(fingerprints) });
  return files.sort((a, b) => (a.path < b.path ? -1 : 1));
}

/**
 * Reads the fingerprints file: by a node's name, a digest of everything that its closure depends on.
 * Empty where `files` has none.
 */
export function fingerprintsOf(files: readonly GeneratedFile[]): ReadonlyMap<string, string> {
  const file = files.find(({ path }) => path === CLUSTER_FILES.fingerprints);
  const { [FROM]: _, ...byNode } = JSON.parse(file?.text ?? "{}") as Record<string, string>;
  return new Map(Object.entries(byNode));
}

/**
 * Name of the file that the generated files were made from, as the text of their fingerprints file says; `undefined`
 * where it says none, or is no such text.
 */
export function madeFrom(fingerprints: string): string | undefined {
  try {
    const { [FROM]: from } = JSON.parse(fingerprints) as { readonly [FROM]?: unknown };
    return typeof from === "string" && /^[^/]+$/.test(from) ? from : undefined;
  } catch {
    return undefined;
  }
}

function nixText(value: NixValue): string {
  return print(nixFile(NIX_HEADER, fromValue(value)));
}

function jsonText(value: NixValue): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}
