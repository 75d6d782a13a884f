import { type Cluster, closestName, type Node } from "@quorate/cluster";
import type { RolloutProblem } from "./problem.ts";

/** The nodes to deploy to, or everything that is wrong with the names given. */
export type TargetChoice =
  | { readonly ok: true; readonly nodes: readonly Node[] }
  | { readonly ok: false; readonly problems: readonly RolloutProblem[] };

/** What the user asked for. */
export interface TargetRequest {
  /** Machine names, as typed; one may be given twice. */
  readonly names: readonly string[];
  /** Every node of the cluster. */
  readonly all: boolean;
}

/**
 * Turns names into nodes, sorted by name. Refuses a name that is not in the file, a router, an empty list,
 * and names beside `all`; all refusals are given together.
 */
export function chooseTargets(cluster: Cluster, request: TargetRequest): TargetChoice {
  if (request.all && request.names.length > 0) {
    return refuse({
      code: "target-ambiguous",
      message: "both --all and machine names were given",
      where: request.names.join(" "),
      hint: "Give either --all or the names",
    });
  }
  if (request.all) return { ok: true, nodes: cluster.nodes };
  if (request.names.length === 0) {
    return refuse({
      code: "target-missing",
      message: "no machine to deploy to was named",
      where: "deploy",
      hint: `Name one or more of ${namesOf(cluster.nodes)}, or give --all`,
    });
  }
  const problems = [...new Set(request.names)].flatMap((name) => problemOf(cluster, name));
  if (problems.length > 0) return { ok: false, problems };
  const wanted = new Set(request.names);
  return { ok: true, nodes: cluster.nodes.filter((node) => wanted.has(node.name)) };
}

function problemOf(cluster: Cluster, name: string): readonly RolloutProblem[] {
  if (cluster.nodes.some((node) => node.name === name)) return [];
  if (cluster.routers.some((router) => router.name === name)) {
    return [
      {
        code: "target-is-router",
        message: `${name} is a router: Quorate talks about it but never touches it`,
        where: name,
        hint: `Deploy to a node: ${namesOf(cluster.nodes)}`,
      },
    ];
  }
  const nodes = cluster.nodes.map((node) => node.name);
  const closest = closestName(name, nodes);
  return [
    {
      code: "target-unknown",
      message: `${JSON.stringify(name)} is not a machine of this cluster`,
      where: name,
      hint: closest === undefined ? `The nodes are ${nodes.join(", ")}` : `Did you mean ${closest}?`,
    },
  ];
}

function namesOf(nodes: readonly Node[]): string {
  return nodes.map((node) => node.name).join(", ");
}

function refuse(problem: RolloutProblem): TargetChoice {
  return { ok: false, problems: [problem] };
}
