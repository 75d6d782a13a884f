import type { DesiredNode } from "../desired.ts";
import { rebootReasons } from "../forecast/reboot.ts";
import type { SystemParts } from "../observe/host/systems.ts";
import { type Known, unknown } from "../observe/known.ts";
import type { InstalledObservation } from "../observe/observation.ts";
import type { Conduct } from "./conduct.ts";

/** What a reboot is needed for before a node is all that it should be; `undefined` for nothing, or where it is not known. */
export function rebootNeeded(
  desired: DesiredNode,
  { currentSystem, facts: { systems } }: InstalledObservation,
  activates: boolean,
): string | undefined {
  const wanted = partsOf(desired, currentSystem, systems.running);
  const reasons = rebootReasons(systems.booted, wanted);
  const inhibited = activates && isInhibited(systems.running, wanted);
  const words = [
    ...(reasons.known ? reasons.value : []),
    ...(inhibited ? ["what NixOS does not switch while it runs (system.switch.inhibitors)"] : []),
  ];
  return words.length === 0 ? undefined : words.join(", ");
}

/** What a node is rebooted for, in words that follow `for`; `undefined` where it is not. What is not known is no reason. */
export function rebootDue(
  desired: DesiredNode,
  observed: InstalledObservation,
  { reboot }: Pick<Conduct, "reboot">,
  activates: boolean,
): string | undefined {
  if (reboot === "never") return undefined;
  return (
    rebootNeeded(desired, observed, activates) ??
    (reboot === "always" && activates ? "--reboot always" : undefined)
  );
}

/** What the system to come is made of: of one that was not built, since it is there, what the host told. */
function partsOf(
  { closure, parts }: DesiredNode,
  currentSystem: string | undefined,
  running: Known<SystemParts>,
): Known<SystemParts> {
  if (parts !== undefined) return { known: true, value: parts };
  return currentSystem === closure ? running : unknown("its new system is not built yet");
}

/** Whether NixOS will refuse to switch from one to the other: both say what must not change, and not the same. */
export function isInhibited(running: Known<SystemParts>, wanted: Known<SystemParts>): boolean {
  if (!running.known || !wanted.known) return false;
  const { inhibitors } = wanted.value;
  return inhibitors !== "" && running.value.inhibitors !== "" && running.value.inhibitors !== inhibitors;
}
