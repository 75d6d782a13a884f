import { type Cluster, closestName, failed, type Node, succeeded } from "@quorate/cluster";
import { problem, type RolloutProblem, type RolloutResult } from "./problem-kind.ts";

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
export function chooseTargets(cluster: Cluster, request: TargetRequest): RolloutResult<readonly Node[]> {
  if (request.all && request.names.length > 0) {
    return failed(
      problem(
        "target-ambiguous",
        request.names.join(" "),
        "both --all and machine names were given",
        "Give either --all or the names",
      ),
    );
  }
  if (request.all) return succeeded(cluster.nodes);
  if (request.names.length === 0) {
    return failed(
      problem(
        "target-missing",
        "deploy",
        "no machine to deploy to was named",
        `Name one or more of ${namesOf(cluster.nodes)}, or give --all`,
      ),
    );
  }
  const problems = [...new Set(request.names)].flatMap((name) => problemsOf(cluster, name));
  if (problems.length > 0) return failed(...problems);
  const wanted = new Set(request.names);
  return succeeded(cluster.nodes.filter((node) => wanted.has(node.name)));
}

function problemsOf(cluster: Cluster, name: string): readonly RolloutProblem[] {
  if (cluster.nodes.some((node) => node.name === name)) return [];
  if (cluster.routers.some((router) => router.name === name)) {
    return [
      problem(
        "target-is-router",
        name,
        `${name} is no node but a router, which Quorate never touches`,
        `Deploy to a node: ${namesOf(cluster.nodes)}`,
      ),
    ];
  }
  const nodes = cluster.nodes.map((node) => node.name);
  const closest = closestName(name, nodes);
  return [
    problem(
      "target-unknown",
      name,
      `${JSON.stringify(name)} is not a machine of this cluster`,
      closest === undefined ? `The nodes are ${nodes.join(", ")}` : `Did you mean ${closest}?`,
    ),
  ];
}

function namesOf(nodes: readonly Node[]): string {
  return nodes.map((node) => node.name).join(", ");
}
