import type { Cluster, NixValue } from "@quorate/cluster";
import { fromValue, nixFile, print } from "@quorate/nix";
import { kubeVipManifest } from "../vip/kube-vip.ts";
import { emitNode, shareOf } from "./emit-node.ts";
import { fingerprint } from "./fingerprint.ts";
import type { GeneratedFile } from "./generated-file.ts";
import { machines } from "./machines-nix.ts";

const FINGERPRINTS = "fingerprints.json";
const HEADER = "Generated from machines.ts by `quorate generate`. Not to be edited.";

/** What the files depend on besides the cluster. */
export interface EmitContext {
  /** A digest of everything else that goes into the nodes' closures: flake.lock, flake.nix, nix/modules. */
  readonly inputsDigest: string;
}

/**
 * All files below nix/generated, sorted by path.
 * @throws NixValueError for a text in the cluster that Nix cannot hold (a NUL, half a surrogate pair)
 */
export function emitCluster(cluster: Cluster, { inputsDigest }: EmitContext): readonly GeneratedFile[] {
  const share = shareOf(cluster);
  const files: GeneratedFile[] = [{ path: "machines.nix", text: nixText(machines(cluster)) }];
  const fingerprints: Record<string, string> = {};
  for (const node of cluster.nodes) {
    const options = nixText(emitNode(cluster, node, share) as NixValue);
    const manifest = node.roles.controlPlane ? kubeVipManifest(cluster, node) : undefined;
    // One file for most nodes, and no folder of its own: making files is what costs most of a generate.
    files.push({ path: `nodes/${node.name}.nix`, text: options });
    if (manifest !== undefined) files.push({ path: `kube-vip/${node.name}.json`, text: manifest });
    fingerprints[node.name] = fingerprint([options, manifest ?? "", inputsDigest]);
  }
  files.push({ path: FINGERPRINTS, text: `${JSON.stringify(fingerprints, null, 2)}\n` });
  return files.sort((a, b) => (a.path < b.path ? -1 : 1));
}

/**
 * Reads the fingerprints file: by a node's name, a digest of everything that its closure depends on.
 * Empty where `files` has none.
 */
export function fingerprintsOf(files: readonly GeneratedFile[]): ReadonlyMap<string, string> {
  const file = files.find(({ path }) => path === FINGERPRINTS);
  return new Map(Object.entries(JSON.parse(file?.text ?? "{}") as Record<string, string>));
}

function nixText(value: NixValue): string {
  return print(nixFile(HEADER, fromValue(value)));
}
