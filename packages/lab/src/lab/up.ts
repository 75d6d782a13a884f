import { existsSync, mkdirSync } from "node:fs";
import { failed, type Problem, type Result, succeeded } from "@quorate/cluster";
import pLimit from "p-limit";
import { refuseAddressChange } from "../admission/address-change.ts";
import { artefactsProblems } from "../admission/check-artefacts.ts";
import { foreignSystems } from "../admission/foreign-systems.ts";
import { machineFacts, memoryFacts } from "../admission/machine-facts.ts";
import { type LabOrigin, originOf, sayOrigin } from "../admission/origin.ts";
import { refuseLab } from "../admission/requirements.ts";
import { type LabPurpose, memoryWarning, NOTHING_TO_MAKE } from "../admission/resources.ts";
import { faultsAtBoot, isSilenced } from "../fault/faults-of.ts";
import { raiseLimits } from "../machine/kernel-limits.ts";
import { endOrphans } from "../machine/orphans.ts";
import { type PowerOptions, powerOn, prepareMachine } from "../machine/power.ts";
import { waitReady } from "../machine/readiness.ts";
import { labCgroup } from "../model/lab-name.ts";
import type { LabPlan, MachinePlan } from "../model/lab-plan.ts";
import { type LabSettings, noArtefacts } from "../model/settings.ts";
import { ensureNetwork } from "../network/network.ts";
import { baseTreeFolder, ensureBaseTree } from "../system/debian/base-tree.ts";
import type { LabWorld } from "../world.ts";
import { withLock } from "./lock.ts";
import { putAside } from "./reconcile.ts";
import { type LabState, readState, writeState } from "./state-file.ts";

/** Machines that are started at the same time: more would only wait for each other's processors. */
const STARTED_AT_ONCE = 4;
/** Seconds until a machine must answer; thirty of them share two processors. */
const READY_SECONDS = 180;

/** What `labUp` may be told. */
export interface UpOptions {
  /** Absolute path of the machines.ts that the plan is of. */
  readonly source: string;
  /** The one public key that bare hosts accept. Default: they accept any, since only root here reaches them. */
  readonly operatorKey?: string;
}

/** What `labUp` did. */
export interface UpReport {
  readonly started: readonly string[];
  readonly ran: readonly string[];
  readonly removed: readonly string[];
  /** Machines that a fault keeps from answering. */
  readonly faulty: readonly string[];
}

/** Why a lab can't run on this machine, or not with these settings; empty where it can. Changes nothing. */
export async function labRefusals(
  world: LabWorld,
  plan: LabPlan,
  settings: LabSettings,
  purpose: LabPurpose,
): Promise<readonly Problem[]> {
  const seen = await machineFacts(world, plan, settings, existsSync(baseTreeFolder(settings)));
  // Bare hosts that get Kubernetes' programs now are started anew, and will want its memory.
  const grows = purpose.hosts === "kubernetes" && readState(plan.folder)?.artefacts === noArtefacts(settings);
  const facts = grows ? { ...seen, running: [] } : seen;
  const given = settings.artefacts === noArtefacts(settings) ? [] : artefactsProblems(settings.artefacts);
  return [...refuseLab(facts, plan, purpose), ...given];
}

/** What of the lab that is there forbids to make it what the plan says; empty where nothing does. Changes nothing. */
export async function labConflicts(
  world: LabWorld,
  plan: LabPlan,
  source: string,
): Promise<readonly Problem[]> {
  const result = await conflictsWith(readState(plan.folder), world, plan, source);
  return result.ok ? [] : result.problems;
}

async function conflictsWith(
  before: LabState | undefined,
  world: LabWorld,
  plan: LabPlan,
  source: string,
): Promise<Result<LabOrigin>> {
  const origin = originOf(before, source);
  if (!origin.ok || before === undefined) return origin;
  const problems = await refuseAddressChange(world, before, plan);
  return problems.length === 0 ? origin : failed(...problems);
}

/**
 * Makes a lab what its plan says: starts what does not run, restarts what is planned otherwise than it was,
 * removes what is planned no longer, leaves alone what is right. A run that was killed can be run again.
 */
export async function labUp(
  world: LabWorld,
  plan: LabPlan,
  settings: LabSettings,
  options: UpOptions,
): Promise<Result<UpReport>> {
  const bare = settings.artefacts === noArtefacts(settings);
  const purpose: LabPurpose = { hosts: bare ? "bare" : "kubernetes", toMake: NOTHING_TO_MAKE };
  const problems = await labRefusals(world, plan, settings, purpose);
  if (problems.length > 0) return { ok: false, problems };
  return await withLock(plan.id, async () => {
    const before = readState(plan.folder);
    const conflicts = await conflictsWith(before, world, plan, options.source);
    if (!conflicts.ok) return conflicts;
    sayOrigin(world, conflicts.value);
    await endOrphans(labCgroup(plan.id));
    // A lab stays on the tree that it was made on: what its disks hold is the difference to that one.
    const base =
      before !== undefined && existsSync(before.baseTree)
        ? succeeded(before.baseTree)
        : await ensureBaseTree(world, settings);
    if (!base.ok) return base;
    const state: LabState = {
      plan,
      baseTree: base.value,
      artefacts: settings.artefacts,
      source: options.source,
    };
    // The file names what there is until that is gone, hence it is written after this.
    const removed = before === undefined ? succeeded([]) : await putAside(world, before, state);
    if (!removed.ok) return removed;
    const warning = memoryWarning(memoryFacts(plan), plan, purpose);
    if (warning !== undefined) world.say("lab", warning);
    for (const line of foreignSystems(plan, process.arch)) world.say("lab", line);
    writeState(plan.folder, state);
    for (const setting of raiseLimits()) {
      world.say("lab", `this machine lets nobody raise ${setting}: many hosts may not start`);
    }
    const network = await ensureNetwork(world, plan);
    if (!network.ok) return network;
    if (bare) mkdirSync(settings.artefacts, { recursive: true });
    return await startMachines(
      world,
      plan,
      {
        lan: plan.lan,
        baseTree: base.value,
        artefacts: settings.artefacts,
        operatorKey: options.operatorKey,
      },
      removed.value,
    );
  });
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
  const ready = await waitReady(world, plan, machine, {
    seconds: READY_SECONDS,
    isSilenced: () => isSilenced(machine),
  });
  if (!ready.ok) return ready;
  world.say(machine.name, readyLine(machine, power.value, ready.value));
  return succeeded({ name: machine.name, power: power.value, readiness: ready.value });
}

function readyLine(machine: MachinePlan, power: "started" | "ran", readiness: "ready" | "faulty"): string {
  if (readiness === "faulty") return "has a fault: not waiting for it (`quorate lab status` says which)";
  return `${power === "ran" ? "runs already" : "up"} at ${machine.address}`;
}
