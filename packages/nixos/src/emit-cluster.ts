import type { Cluster, NixValue, Node } from "@quorate/cluster";
import { fromValue, nixFile, print } from "@quorate/nix";
import type { BootstrapShare } from "./bootstrap/options.ts";
import { emitNode, shareOf } from "./emit-node.ts";
import { fingerprint } from "./fingerprint.ts";
import type { GeneratedFile } from "./generated-file.ts";
import { kubeVipManifest } from "./kube-vip.ts";
import { machines } from "./machines.ts";

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
  const files = cluster.nodes.flatMap((node) => filesOfNode(cluster, node, share, inputsDigest));
  files.push({ path: "machines.nix", text: nixText(machines(cluster)) });
  return files.sort((a, b) => (a.path < b.path ? -1 : 1));
}

function filesOfNode(
  cluster: Cluster,
  node: Node,
  share: BootstrapShare,
  inputsDigest: string,
): readonly GeneratedFile[] {
  const folder = `nodes/${node.name}`;
  const options = nixText(emitNode(cluster, node, share) as NixValue);
  const manifest = node.roles.controlPlane ? kubeVipManifest(cluster, node) : undefined;
  return [
    { path: `${folder}/fingerprint`, text: `${fingerprint([options, manifest ?? "", inputsDigest])}\n` },
    ...(manifest === undefined ? [] : [{ path: `${folder}/kube-vip.json`, text: manifest }]),
    { path: `${folder}/options.nix`, text: options },
  ];
}

function nixText(value: NixValue): string {
  return print(nixFile(HEADER, fromValue(value)));
}
