import type { SpecPath } from "../model/finding.ts";
import type { ParsedAddress, ParsedNetwork } from "./address.ts";
import type { ParsedKubeMaster, ParsedNetworkSpec, ParsedNode, ParsedRest, ParsedRouter } from "./schema.ts";

/** An address together with where it was written. */
export interface Placed<T> {
  readonly value: T;
  readonly path: SpecPath;
}

export interface DraftNode {
  readonly name: string;
  readonly spec: ParsedNode;
  /** The addresses that could be read. */
  readonly addresses: readonly Placed<ParsedAddress>[];
}

export interface DraftRouter {
  readonly name: string;
  readonly spec: ParsedRouter;
  readonly addresses: readonly Placed<ParsedAddress>[];
}

export interface DraftKubeMaster {
  readonly spec: ParsedKubeMaster;
  readonly vip: ParsedAddress | undefined;
}

export interface DraftNetwork {
  readonly spec: ParsedNetworkSpec;
  readonly subnets: readonly Placed<ParsedNetwork>[];
  readonly pods: readonly Placed<ParsedNetwork>[];
  readonly services: readonly Placed<ParsedNetwork>[];
  /** Written as addresses, or the addresses of the router that is named. */
  readonly gateways: readonly Placed<ParsedAddress>[];
  readonly nameservers: readonly Placed<ParsedAddress>[];
}

/**
 * A definition as far as it could be read. A part that has the wrong shape is absent (and its findings are
 * known already), so that the rules can still say everything about the others.
 */
export interface Draft {
  readonly rest: ParsedRest | undefined;
  readonly kubeMaster: DraftKubeMaster | undefined;
  readonly network: DraftNetwork | undefined;
  readonly nodes: readonly DraftNode[];
  readonly routers: readonly DraftRouter[];
  /** Every machine's name with its kind, machines of the wrong shape among them. */
  readonly machineKinds: ReadonlyMap<string, "node" | "router" | "unknown">;
  /** Whether every machine had the right shape: rules that count machines are silent otherwise. */
  readonly machinesComplete: boolean;
}

/** The rule says something about a control plane node. */
export function isControlPlane(node: DraftNode): boolean {
  return node.spec.services.includes("kubernetes");
}

/** The node is an etcd member. */
export function isEtcdMember(node: DraftNode): boolean {
  return node.spec.services.includes("etcd");
}

/** A kubelet runs on the node. */
export function hasKubelet(node: DraftNode): boolean {
  return isControlPlane(node) || node.spec.services.includes("worker");
}

/** Whether ordinary pods may run on the node; see `NodeSpec.schedulable` for the default. */
export function isSchedulable(node: DraftNode, draft: Pick<Draft, "nodes">): boolean {
  if (!hasKubelet(node)) return false;
  if (node.spec.schedulable !== undefined) return node.spec.schedulable;
  return (
    node.spec.services.includes("worker") ||
    !draft.nodes.some((other) => other.spec.services.includes("worker"))
  );
}
