import { type Cluster, closestName, failed, type HostName, type Node, succeeded } from "@quorate/cluster";
import { problem, type RolloutProblem, type RolloutResult } from "./problem-kind.ts";

/** What the user asked for. */
export interface TargetRequest {
  /** Machine names, as typed; one may be given twice. */
  readonly names: readonly string[];
  /** Every node of the cluster that is not offline. */
  readonly all: boolean;
  /** Names that are left out of `all`. */
  readonly except?: readonly string[];
}

/** A node of the file that is not deployed to, and why: a clause. It counts as one that is down. */
export interface LeftOut {
  readonly node: HostName;
  readonly why: string;
}

/** Nodes that are left out of a request for all, by the user's word. */
export function leftOutOf(cluster: Cluster, { all, except = [] }: TargetRequest): readonly LeftOut[] {
  if (!all) return [];
  return cluster.nodes.flatMap(({ name, offline }) => {
    if (except.includes(name)) return [{ node: name, why: "--except names it" }];
    return offline ? [{ node: name, why: "it is offline in machines.ts" }] : [];
  });
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
  const { except = [] } = request;
  if (except.length > 0 && !request.all) {
    return failed(
      problem(
        "target-ambiguous",
        except.join(" "),
        "--except means something with --all alone",
        "Name the machines to deploy to, or give --all with --except",
      ),
    );
  }
  const unknown = except.flatMap((name) => problemsOf(cluster, name));
  if (unknown.length > 0) return failed(...unknown);
  if (request.all) {
    const left = new Set(leftOutOf(cluster, request).map(({ node }) => node));
    return succeeded(cluster.nodes.filter(({ name }) => !left.has(name)));
  }
  if (request.names.length === 0) {
    return failed(
      problem(
        "target-missing",
        "",
        "no machine was named",
        `Name one or more of ${namesOf(cluster.nodes)}, or give --all`,
      ),
    );
  }
  const problems = [...new Set(request.names)].flatMap((name) => problemsOf(cluster, name));
  if (problems.length > 0) return failed(...problems);
  const offline = cluster.nodes.filter((node) => node.offline && request.names.includes(node.name));
  if (offline.length > 0) return failed(...offline.map(({ name }) => offlineProblem(name)));
  const wanted = new Set(request.names);
  return succeeded(cluster.nodes.filter((node) => wanted.has(node.name)));
}

/** Tells that a name after `--erase` is none that is deployed to. */
export function eraseNotTarget(name: string): RolloutProblem {
  return problem(
    "erase-not-target",
    name,
    `--erase names ${name}, which is not deployed to`,
    "Name the machine as a target as well, or leave it out",
  );
}

function offlineProblem(name: HostName): RolloutProblem {
  return problem(
    "target-offline",
    name,
    `${name} is offline in machines.ts`,
    "Take `offline: true` out there once the machine is switched on",
  );
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
