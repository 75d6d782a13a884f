import type { SpecPath } from "../model/finding.ts";
import type { ParsedAddress, ParsedNetwork } from "./address.ts";
import type { DraftDistribution } from "./distribution.ts";
import type { DraftLoadBalancer } from "./load-balancer.ts";
import type { Readable } from "./part.ts";
import type { ParsedKubeMaster, ParsedNetworkSpec, ParsedNode, ParsedRest, ParsedRouter } from "./schema.ts";

/** An address or network together with where it was written. */
export interface Placed<T> {
  readonly value: T;
  readonly path: SpecPath;
}

/** A node as far as it could be read. */
export interface DraftNode {
  readonly name: string;
  readonly spec: Readable<ParsedNode>;
  /** The addresses that could be read. */
  readonly addresses: readonly Placed<ParsedAddress>[];
}

/** A router as far as it could be read. */
export interface DraftRouter {
  readonly name: string;
  readonly spec: Readable<ParsedRouter>;
  /** Whether there is an asn, be it of the right type or not. */
  readonly hasAsn: boolean;
  readonly addresses: readonly Placed<ParsedAddress>[];
}

/** The control plane's address as far as it could be read. */
export interface DraftKubeMaster {
  readonly spec: Readable<ParsedKubeMaster>;
  readonly vip: ParsedAddress | undefined;
  readonly loadBalancer: DraftLoadBalancer | undefined;
}

/** The network as far as it could be read. */
export interface DraftNetwork {
  readonly spec: Readable<ParsedNetworkSpec>;
  readonly subnets: readonly Placed<ParsedNetwork>[];
  readonly pods: readonly Placed<ParsedNetwork>[];
  readonly services: readonly Placed<ParsedNetwork>[];
  /** Written as addresses, or the addresses of the router that is named. */
  readonly gateways: readonly Placed<ParsedAddress>[];
  readonly nameservers: readonly Placed<ParsedAddress>[];
}

/**
 * A definition as far as it could be read. What has the wrong shape is absent (and its findings are known
 * already), so that the rules can still say everything about the rest.
 */
export interface Draft {
  readonly rest: Readable<ParsedRest> | undefined;
  /** `undefined` where it is not known which one is meant. */
  readonly distribution: DraftDistribution | undefined;
  readonly kubeMaster: DraftKubeMaster | undefined;
  readonly network: DraftNetwork | undefined;
  /** Sorted by name, as the routers are. */
  readonly nodes: readonly DraftNode[];
  readonly routers: readonly DraftRouter[];
  /** Every machine's name with its kind, machines of the wrong shape among them. */
  readonly machineKinds: ReadonlyMap<string, "node" | "router" | "unknown">;
  /** Whether it is known of every machine what runs on it: rules that count are silent otherwise. */
  readonly servicesKnown: boolean;
  /** Whether some node has the service `worker`. */
  readonly hasWorkers: boolean;
}

/** Whether the apiserver, the controller-manager and the scheduler run on the node. */
export function isControlPlane(node: DraftNode): boolean {
  return node.spec.services?.includes("kubernetes") === true;
}

/** Whether the node is a voting etcd member. */
export function isEtcdMember(node: DraftNode): boolean {
  return node.spec.services?.includes("etcd") === true;
}

/** Whether a kubelet runs on the node. */
export function hasKubelet(node: DraftNode): boolean {
  return isControlPlane(node) || node.spec.services?.includes("worker") === true;
}

/** Whether ordinary pods may run on the node; see `NodeSpec.schedulable` for the default. */
export function isSchedulable(node: DraftNode, draft: Pick<Draft, "hasWorkers">): boolean {
  if (!hasKubelet(node)) return false;
  return node.spec.schedulable ?? (node.spec.services?.includes("worker") === true || !draft.hasWorkers);
}
