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

/** As far as it is known, whether NixOS will refuse to switch a node from what it runs to what it should run. */
export function isOnlyBooted(
  desired: DesiredNode,
  { currentSystem, facts: { systems } }: InstalledObservation,
): boolean {
  return isInhibited(systems.running, partsOf(desired, currentSystem, systems.running));
}

/** Whether NixOS will refuse to switch from one to the other: both name what must not change, and not the same. */
export function isInhibited(running: Known<SystemParts>, wanted: Known<SystemParts>): boolean {
  if (!running.known || !wanted.known) return false;
  const after = named(wanted.value.inhibitors);
  // What only one of the two names is none of NixOS' reasons.
  return Object.entries(named(running.value.inhibitors)).some(
    ([name, value]) => name in after && after[name] !== value,
  );
}

/** What must not change while a system runs, by names; nothing where the system says nothing that can be read. */
function named(inhibitors: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(inhibitors);
    return typeof value === "object" && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}
