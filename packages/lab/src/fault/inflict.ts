import { failed, type Result, succeeded } from "@quorate/cluster";
import { machineState } from "../machine/machine-state.ts";
import { powerOn } from "../machine/power.ts";
import { waitReady } from "../machine/readiness.ts";
import { problem } from "../problem-kind.ts";
import type { FaultKind, FaultOptions, FaultTarget } from "./fault.ts";
import { FAULT_KINDS, FAULTS } from "./faults.ts";
import { isSilenced } from "./faults-of.ts";

/** Does something to a machine of a lab. The same fault twice is the fault once. */
export async function inflictFault(
  target: FaultTarget,
  kind: FaultKind,
  options: FaultOptions = {},
): Promise<Result<undefined>> {
  const { machine } = target;
  if (FAULTS[kind].needsPower && machineState(machine).kind === "off") {
    return failed(
      problem(
        "machine-not-up",
        machine.name,
        `it is powered off, and ${kind} needs it on`,
        "Run `quorate lab up`: it powers on what is off.",
      ),
    );
  }
  const inflicted = await FAULTS[kind].inflict(target, options);
  if (!inflicted.ok || !FAULTS[kind].comesBack) return inflicted;
  const back = await waitReady(target.world, target.plan, machine, () => isSilenced(machine));
  return back.ok ? succeeded(undefined) : back;
}

/** Undoes every fault of a machine, and powers it on if it is off. */
export async function healMachine(target: FaultTarget): Promise<Result<undefined>> {
  const healed = await undoAll(target, "any-time");
  if (!healed.ok) return healed;
  const power = await powerOn(target.world, target.machine);
  return power.ok ? await undoAll(target, "powered") : power;
}

async function undoAll(target: FaultTarget, when: "any-time" | "powered"): Promise<Result<undefined>> {
  for (const kind of FAULT_KINDS) {
    const { heal } = FAULTS[kind];
    if (heal.kind === "passed" || heal.kind !== when) continue;
    const undone = await heal.undo(target);
    if (!undone.ok) return undone;
  }
  return succeeded(undefined);
}
