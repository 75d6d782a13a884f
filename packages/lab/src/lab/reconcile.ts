import { type Result, succeeded } from "@quorate/cluster";
import type { MachinePlan } from "../model/lab-plan.ts";
import type { LabWorld } from "../world.ts";
import { removeMachine, stopMachine } from "./down.ts";
import type { LabState } from "./state-file.ts";

/** What is to be done with a machine that there was before; a router that runs on can be told of other neighbours. */
export type Fate = "kept" | "told" | "restarted" | "removed";

/** The fate of a machine of the lab as it is, when the lab is to be another one. */
export function fateOf(machine: MachinePlan, before: LabState, wanted: LabState): Fate {
  const now = wanted.plan.machines.find(({ name }) => name === machine.name);
  if (now === undefined) return "removed";
  const goesOn =
    sameText(withoutNeighbours(now), withoutNeighbours(machine)) &&
    sameText(wanted.plan.lan, before.plan.lan) &&
    // Of an earlier version: it sees one set of programs, and not those that come now.
    before.shown !== undefined;
  if (!goesOn) return "restarted";
  return sameText(now, machine) ? "kept" : "told";
}

/**
 * Takes away what stands in the way of the wanted lab: machines that are planned no longer, and, with their
 * disks kept, those that are planned otherwise. Returns the names of the former.
 */
export async function putAside(
  world: LabWorld,
  before: LabState,
  wanted: LabState,
): Promise<Result<readonly string[]>> {
  const removed: string[] = [];
  for (const machine of before.plan.machines) {
    const fate = fateOf(machine, before, wanted);
    if (fate === "kept" || fate === "told") continue;
    world.say(
      machine.name,
      fate === "removed" ? "is no longer in the file: removing it" : "is planned otherwise: restarting it",
    );
    if (fate === "removed") removed.push(machine.name);
    const put = fate === "removed" ? removeMachine : stopMachine;
    const result = await put(world, before.plan, machine);
    if (!result.ok) return result;
  }
  return succeeded(removed);
}

function withoutNeighbours({ bgp, ...machine }: MachinePlan): object {
  return { ...machine, bgp: bgp === undefined ? undefined : { ...bgp, neighbors: [] } };
}

/** Plans are plain data, made in the same order each time. */
function sameText(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
