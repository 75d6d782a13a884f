import { type Cluster, type DistributionKind, type HostName, type Node, urlHost } from "@quorate/cluster";
import type { Observation } from "../observe/observation.ts";
import { knownOf } from "../observe/whom.ts";

/** Where something is asked of the Kubernetes API: on the host of a master, with that host's own credentials. */
export interface ApiDoor {
  readonly host: HostName;
  readonly distribution: DistributionKind;
  /** Apiservers, that of the host first: the first one that is ready is asked. */
  readonly urls: readonly string[];
}

/**
 * Whom to ask about the node of that name: a master whose apiserver is ready, and not the node itself where there is another one, since
 * that is about to be touched. `undefined` for a file without a master.
 */
export function apiDoor(
  { nodes, api, distribution }: Cluster,
  node: string,
  observed: readonly Observation[],
): ApiDoor | undefined {
  const masters = nodes.filter(({ roles }) => roles.controlPlane);
  const [best] = [...masters].sort((a, b) => rank(a, node, observed) - rank(b, node, observed));
  if (best === undefined) return undefined;
  const others = masters.filter(({ name }) => name !== best.name && name !== node);
  const urls = [best, ...others].map(({ addresses: [first] }) => `https://${urlHost(first)}:${api.port}`);
  return { host: best.name, distribution: distribution.kind, urls };
}

/** Lower is better; among equals the file's order stays. */
function rank({ name }: Node, node: string, observed: readonly Observation[]): number {
  const seen = knownOf(name, observed);
  const away = seen?.kind === "installed" ? 0 : 16;
  const readyz = seen?.kind === "installed" ? seen.facts.controlPlane.readyz : undefined;
  const notReady = readyz?.known === true && !readyz.value.ready ? 4 : 0;
  const silent = readyz?.known === true ? 0 : 1;
  return away + notReady + silent + (name === node ? 8 : 0);
}
