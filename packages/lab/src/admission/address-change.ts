import type { Problem } from "@quorate/cluster";
import type { LabState } from "../lab/state-file.ts";
import type { LabPlan } from "../model/lab-plan.ts";
import { problem } from "../problem-kind.ts";
import type { LabWorld } from "../world.ts";
import { isInstalled } from "./installed.ts";

/** A node whose address is to be another one. */
interface Moved {
  readonly name: string;
  readonly from: string;
  readonly to: string;
}

/** Nodes of a lab that `wanted` has at another address. Routers have no system of their own to know it. */
export function movedNodes(before: LabPlan, wanted: LabPlan): readonly Moved[] {
  return wanted.machines.flatMap(({ kind, name, address }) => {
    const was = before.machines.find((one) => one.name === name);
    const moved = kind === "node" && was?.kind === "node" && was.address !== address;
    return moved ? [{ name, from: was.address, to: address }] : [];
  });
}

/**
 * Refuses another address for a node that is installed: its system sets the old one whatever the lab plugs in,
 * and what would tell it otherwise, a deployment, looks for it at the new one. A bare host may be anywhere.
 */
export async function refuseAddressChange(
  world: LabWorld,
  before: LabState,
  wanted: LabPlan,
): Promise<readonly Problem[]> {
  const problems: Problem[] = [];
  for (const { name, from, to } of movedNodes(before.plan, wanted)) {
    const machine = before.plan.machines.find((one) => one.name === name);
    if (machine === undefined) continue;
    const installed = await isInstalled(world, machine);
    if (!installed.ok) problems.push(...installed.problems);
    else if (installed.value) {
      problems.push(
        problem(
          "lab-address-changed",
          name,
          `it is installed with ${from}, and machines.ts says ${to}: nobody would reach it`,
          `Give it its old address. Or take it out of machines.ts, run \`quorate lab up\`, and put it in again: it is bare then.`,
        ),
      );
    }
  }
  return problems;
}
