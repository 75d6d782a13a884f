import type { Cluster, HostName, Node } from "@quorate/cluster";
import { type ApiDoor, apiDoor } from "../api/api-door.ts";
import { OPERATIONS } from "../distribution/operations.ts";
import { nodeObjects } from "../observe/kubernetes/node-lists.ts";
import { isReady, type NodeObject } from "../observe/kubernetes/node-object.ts";
import type { Observation } from "../observe/observation.ts";
import { knownOf } from "../observe/whom.ts";
import { problem, type RolloutProblem } from "../problem-kind.ts";
import type { Step } from "../step/step.ts";
import type { Consent } from "./consent.ts";
import type { MemberDeeds } from "./member-deed.ts";
import { type Stage, withLanes } from "./stage.ts";

// k3s holds the name of a node by a password that lies on its disk: another machine, or another disk, is let in under that
// name once its Node is gone, and the password with it.

/** Machines that are to be installed under the name of one that lives. */
export function refuseTakenNames(
  cluster: Cluster,
  targets: readonly Node[],
  observed: readonly Observation[],
): readonly RolloutProblem[] {
  if (!OPERATIONS[cluster.distribution.kind].holdsNames) return [];
  return targets
    .map(({ name }) => name)
    .filter((name) => {
      const object = nodeNamed(name, observed);
      return knownOf(name, observed)?.kind === "bare" && object !== undefined && isReady(object);
    })
    .map((name) =>
      problem(
        "name-taken",
        name,
        `${name} is to be installed, and another machine has that name: its Node is Ready, and its password is on the disk of that one`,
        "Switch the old machine off for good, and wait a minute until its Node is not Ready; then run the same command again",
      ),
    );
}

/**
 * Whose names are taken from dead machines before, where that was agreed to, and through whom: of what is installed anew,
 * and of what was, and was not let in. Not those whose Node goes with their member of etcd.
 */
export function namesToFree(
  cluster: Cluster,
  targets: readonly Node[],
  observed: readonly Observation[],
  { erase }: Pick<Consent, "erase">,
  deeds: MemberDeeds,
): ReadonlyMap<HostName, ApiDoor> {
  const free = new Map<HostName, ApiDoor>();
  if (!OPERATIONS[cluster.distribution.kind].holdsNames || !hasCluster(observed)) return free;
  for (const node of targets) {
    const { name } = node;
    const door = apiDoor(cluster, name, observed);
    if (!erase.includes(name) || isTakenAway(name, deeds) || door === undefined) continue;
    if (isShutOut(node, observed)) free.set(name, door);
  }
  return free;
}

/** What a lane has that makes a node what it should be. */
const BEGINS: ReadonlySet<Step["kind"]> = new Set(["install", "arm-watchdog"]);

/** The same stage, in which such a name is free before anything else is done under it. */
export function withFreeNames(stage: Stage, free: ReadonlyMap<HostName, ApiDoor>): Stage {
  return withLanes(stage, (lane) => {
    const { node, steps } = lane;
    const api = free.get(node);
    if (api === undefined || !steps.some(({ kind }) => BEGINS.has(kind))) return lane;
    return { ...lane, steps: [{ kind: "node-delete", node, api, name: node }, ...steps] };
  });
}

/** Whether there is a cluster that could hold a name: nobody has any before it is founded. */
function hasCluster(observed: readonly Observation[]): boolean {
  return observed.some((one) => one.kind === "installed" && one.etcd.data === "yes");
}

function isShutOut({ name, roles }: Node, observed: readonly Observation[]): boolean {
  const seen = knownOf(name, observed);
  if (seen?.kind !== "installed") return seen !== undefined;
  // A server's Node never goes without its member.
  if (roles.etcd || seen.confirmed !== undefined) return false;
  const object = nodeNamed(name, observed);
  return object !== undefined && !isReady(object);
}

function isTakenAway(name: HostName, deeds: MemberDeeds): boolean {
  const deed = deeds.get(name);
  return deed?.kind === "enter" && deed.remove !== undefined;
}

function nodeNamed(name: HostName, observed: readonly Observation[]): NodeObject | undefined {
  return nodeObjects(observed)?.find((one) => one.name === name);
}
