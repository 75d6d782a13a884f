import { existsSync } from "node:fs";
import { failed, type Result, succeeded } from "@quorate/cluster";
import pLimit from "p-limit";
import { admitChange, labConflicts, labRefusals } from "../admission/admit.ts";
import { foreignSystems } from "../admission/foreign-systems.ts";
import { memoryFacts } from "../admission/machine-facts.ts";
import { sayOrigin } from "../admission/origin.ts";
import { type LabPurpose, memoryWarning } from "../admission/resources.ts";
import { KUBERNETES_MINORS } from "../artefacts/programs.ts";
import { type Making, purposeOf } from "../artefacts/supply.ts";
import { faultsAtBoot, isSilenced } from "../fault/faults-of.ts";
import { raiseLimits } from "../machine/kernel-limits.ts";
import { endOrphans } from "../machine/orphans.ts";
import { type PowerOptions, powerOn, prepareMachine } from "../machine/power.ts";
import { waitReady } from "../machine/readiness.ts";
import { reloadRouter } from "../machine/router-daemon.ts";
import { hostsProgramsFolder } from "../model/host-paths.ts";
import { labCgroup } from "../model/lab-name.ts";
import type { LabPlan, MachinePlan } from "../model/lab-plan.ts";
import type { LabSettings } from "../model/settings.ts";
import { ensureNetwork } from "../network/network.ts";
import type { LabWorld } from "../world.ts";
import { withLock } from "./lock.ts";
import { type CertificatesFolder, operatorKey } from "./operator-key.ts";
import { makeMaterials } from "./prepare.ts";
import { putAside } from "./reconcile.ts";
import { showArtefacts } from "./show-artefacts.ts";
import { type LabState, readState, writeState } from "./state-file.ts";

/** Machines that are started at the same time: more would only wait for each other's processors. */
const STARTED_AT_ONCE = 4;

/** What `labUp` may be told. */
export interface UpOptions {
  /** Absolute path of the machines.ts that the plan is of. */
  readonly source: string;
  /** Where genCerts put the operator's key: the one that bare hosts accept. */
  readonly certificates: CertificatesFolder;
  /** What artefacts are made with, where that is how they come. */
  readonly making: Making;
}

/** What `labUp` did. */
export interface UpReport {
  readonly started: readonly string[];
  readonly ran: readonly string[];
  readonly removed: readonly string[];
  /** Machines that a fault keeps from answering. */
  readonly faulty: readonly string[];
}

/**
 * Makes a lab what its plan says: starts what does not run, restarts what is planned otherwise than it was,
 * removes what is planned no longer, leaves alone what is right. What stands in the way is told before anything is
 * built for minutes. A run that was killed can be run again.
 */
export async function labUp(
  world: LabWorld,
  plan: LabPlan,
  settings: LabSettings,
  options: UpOptions,
): Promise<Result<UpReport>> {
  const making = makingOf(plan, settings, options.making);
  const wanted = await purposeOf(world, settings, making);
  if (!wanted.ok) return wanted;
  const purpose = wanted.value;
  const refusals = await labRefusals(world, plan, settings, purpose);
  if (refusals.length > 0) return failed(...refusals);
  const conflicts = await labConflicts(world, plan, options.source);
  if (conflicts.length > 0) return failed(...conflicts);
  const key = operatorKey(options.certificates, world);
  if (!key.ok) return key;
  const materials = await makeMaterials(world, settings, making, treeOf(readState(plan.folder)));
  if (!materials.ok) return materials;
  const { artefacts, baseTree } = materials.value;
  return await withLock(plan.id, async () => {
    const before = readState(plan.folder);
    // Somebody else may have changed the lab meanwhile.
    const admitted = await admitChange(before, world, plan, options.source);
    if (!admitted.ok) return admitted;
    sayOrigin(world, admitted.value);
    await endOrphans(labCgroup(plan.id));
    const shown = await showArtefacts(world, plan.folder, settings.artefacts.kind, artefacts);
    if (!shown.ok) return shown;
    const state: LabState = {
      plan,
      // The lab may have been made meanwhile.
      baseTree: treeOf(before) ?? baseTree,
      artefacts,
      shown: shown.value ?? null,
      hosts: purpose.hosts,
      ...(making.kubernetes === undefined ? {} : { kubernetes: making.kubernetes }),
      source: options.source,
      ...(settings.nixpkgs === undefined ? {} : { nixpkgs: settings.nixpkgs }),
    };
    // The file names what there is until that is gone, hence it is written after this.
    const removed = before === undefined ? succeeded([]) : await putAside(world, before, state);
    if (!removed.ok) return removed;
    sayWarnings(world, plan, purpose);
    writeState(plan.folder, state);
    for (const setting of raiseLimits()) {
      world.say("lab", `this machine lets nobody raise ${setting}: many hosts may not start`);
    }
    const network = await ensureNetwork(world, plan);
    if (!network.ok) return network;
    const programs = hostsProgramsFolder(plan.folder);
    const start = { lan: plan.lan, baseTree: state.baseTree, programs, operatorKey: key.value };
    return await startMachines(world, plan, start, removed.value);
  });
}

/** A lab stays on the tree that it was made on: what its disks hold is the difference to that one. */
function treeOf(before: LabState | undefined): string | undefined {
  return before !== undefined && existsSync(before.baseTree) ? before.baseTree : undefined;
}

/** A lab stays with the minor version of Kubernetes that was asked for, until another one is. */
function makingOf({ folder }: LabPlan, { artefacts }: LabSettings, making: Making): Making {
  if (artefacts.kind !== "made") return making;
  const before = readState(folder)?.kubernetes;
  // Another version of Quorate may have built others.
  const kubernetes = making.kubernetes ?? KUBERNETES_MINORS.find((minor) => minor === before);
  return { ...making, ...(kubernetes === undefined ? {} : { kubernetes }) };
}

/** What is to be known of a lab that is not refused. What was built meanwhile may have taken memory. */
function sayWarnings(world: LabWorld, plan: LabPlan, purpose: LabPurpose): void {
  const warning = memoryWarning(memoryFacts(plan), plan, purpose);
  if (warning !== undefined) world.say("lab", warning);
  for (const line of foreignSystems(plan, process.arch)) world.say("lab", line);
}

/** What all machines are started with. */
type StartOptions = Omit<PowerOptions, "conditions">;

async function startMachines(
  world: LabWorld,
  plan: LabPlan,
  options: StartOptions,
  removed: readonly string[],
): Promise<Result<UpReport>> {
  const limit = pLimit(STARTED_AT_ONCE);
  const results = await Promise.all(
    plan.machines.map((machine) => limit(() => startMachine(world, plan, machine, options))),
  );
  const problems = results.flatMap((result) => (result.ok ? [] : result.problems));
  if (problems.length > 0) return failed(...problems);
  const named = (wanted: (outcome: Outcome) => boolean) =>
    results.flatMap((result) => (result.ok && wanted(result.value) ? [result.value.name] : [])).sort();
  return succeeded({
    started: named(({ power }) => power === "started"),
    ran: named(({ power }) => power === "ran"),
    faulty: named(({ readiness }) => readiness === "faulty"),
    removed,
  });
}

interface Outcome {
  readonly name: string;
  readonly power: "started" | "ran";
  readonly readiness: "ready" | "faulty";
}

async function startMachine(
  world: LabWorld,
  plan: LabPlan,
  machine: MachinePlan,
  options: StartOptions,
): Promise<Result<Outcome>> {
  const conditions = faultsAtBoot(machine, plan.lan);
  const prepared = await prepareMachine(world, machine, { ...options, conditions });
  if (!prepared.ok) return prepared;
  const power = await powerOn(world, machine);
  if (!power.ok) return power;
  if (power.value === "started") world.say(machine.name, "powered on, waiting for it to answer");
  const ready = await waitReady(world, plan, machine, () => isSilenced(machine));
  if (!ready.ok) return ready;
  if (power.value === "ran" && machine.bgp !== undefined && ready.value === "ready") {
    // One that was started now has read the file that was written now.
    const told = await reloadRouter(world, machine);
    if (!told.ok) return told;
  }
  world.say(machine.name, readyLine(machine, power.value, ready.value));
  return succeeded({ name: machine.name, power: power.value, readiness: ready.value });
}

function readyLine(machine: MachinePlan, power: "started" | "ran", readiness: "ready" | "faulty"): string {
  if (readiness === "faulty") return "has a fault: not waiting for it (`quorate lab status` says which)";
  return `${power === "ran" ? "runs already" : "up"} at ${machine.address}`;
}
