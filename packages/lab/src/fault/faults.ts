import { clockSkew } from "./clock-skew.ts";
import { diskFull } from "./disk-full.ts";
import type { Fault, FaultKind } from "./fault.ts";
import { freeze } from "./freeze.ts";
import { kill } from "./kill.ts";
import { partition } from "./partition.ts";
import { reboot } from "./reboot.ts";
import { slow } from "./slow.ts";

/** Every fault by its kind, in the order in which they are shown and healed: what is frozen does nothing else. */
export const FAULTS: { readonly [Kind in FaultKind]: Fault } = {
  kill,
  freeze,
  reboot,
  partition,
  slow,
  "disk-full": diskFull,
  "clock-skew": clockSkew,
};

/** What healing does, as {@link Fault.meaning} has it. */
export const HEAL_MEANING = "undo all of these, and power it on if it is off";

/** All kinds, in that order. */
export const FAULT_KINDS = Object.keys(FAULTS) as readonly FaultKind[];
