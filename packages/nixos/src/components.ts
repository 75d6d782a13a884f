import type { NixosOptions, Node } from "@quorate/cluster";
import type { Openings } from "./node/firewall.ts";
import type { QuorateOptions } from "./option/node-options.ts";
import type { ControlPlaneAccess } from "./vip/vip.ts";

/** A part of a node's options. */
export type NodePart = NixosOptions & { readonly quorate?: Partial<QuorateOptions> };

/**
 * What a distribution makes of the nodes of one cluster, and what it tells to the parts that all distributions
 * have. Each gives this in a folder of its own.
 */
export interface Components {
  /** The options of `node` that the distribution sets, in the order to merge them. */
  readonly optionsOf: (node: Node) => readonly NodePart[];
  /** Whom the firewall of `node` has to let in. */
  readonly openingsOf: (node: Node) => Openings;
  /** How kube-vip on `node` reaches the apiserver beside it; nothing where there is none. */
  readonly kubeVipAccess: (node: Node) => ControlPlaneAccess | undefined;
}
