import type { HostName } from "@quorate/cluster";
import { type Fault, MACHINE_FAULT_KINDS, type MachineFaultKind } from "./fault.ts";
import { anyScenario, type Scenario } from "./scenario/scenario.ts";
import { machineName } from "./scenario/shape.ts";
import { withSurroundings } from "./scenario/surroundings.ts";
import { type Chance, chanceOf } from "./world/chance.ts";
import { hash } from "./world/etcd.ts";

/** All that makes a history: the same schedule gives the same one. Plain data. */
export interface Schedule {
  /** How long everything takes, and whatever else is chance. */
  readonly seed: number;
  readonly scenario: Scenario;
  /** What breaks, and when. */
  readonly faults: readonly Fault[];
}

/** Happenings of a deployment among which faults strike: most have this many. */
const MOMENTS = 400;

/** Of so many schedules one is of k3s'. */
const SHARE = 4;

/** A schedule of a seed. */
export function scheduleOf(seed: number): Schedule {
  const isOfK3s = seed % SHARE === 0;
  // Of seeds that follow each other in steps chance makes few kinds of changes.
  const chance = chanceOf(isOfK3s ? hash(String(seed)) : seed);
  const drawn = anyScenario(chance.split(), isOfK3s ? "k3s" : "kubernetes");
  // By chance of their own: without them a schedule is what it was.
  const scenario = withSurroundings(drawn, chanceOf(hash(`surroundings ${seed}`)));
  return { seed: chance.between(0, 0x7fff_ffff), scenario, faults: anyFaults(scenario, chance) };
}

function anyFaults(scenario: Scenario, chance: Chance): readonly Fault[] {
  const machines = [scenario.before, scenario.wanted].flatMap((shape) =>
    (shape?.machines ?? []).flatMap((role, index) => (role === undefined ? [] : [machineName(index)])),
  );
  const count = chance.pick([0, 0, 1, 1, 1, 2, 3, 5]);
  const faults = Array.from({ length: count }, () => anyFault([...new Set(machines)], chance));
  return [...faults, ...anyLoss(scenario, chance)].sort((a, b) => a.moment - b.moment);
}

/** What is done to every machine. */
const KINDS: readonly MachineFaultKind[] = MACHINE_FAULT_KINDS.filter((kind) => kind !== "data-lost");

/** Sometimes a server of k3s' loses its data, while the others are a quorum without it. */
function anyLoss({ before, wanted, emptied, blank, change }: Scenario, chance: Chance): readonly Fault[] {
  if (wanted.distribution !== "k3s" || change === "split" || !chance.once(6)) return [];
  const servers = (before ?? wanted).machines.flatMap((role, place) => (role === "stacked" ? [place] : []));
  if (servers.length < 3 || emptied.length + blank.length > 0) return [];
  const node = machineName(chance.pick(servers)) as HostName;
  return [{ kind: "data-lost", node, moment: chance.between(0, MOMENTS), seconds: 20 }];
}

function anyFault(machines: readonly string[], chance: Chance): Fault {
  // Mostly while things are under way; the first looks, which take only a few moments, are to be tried as well.
  const moment = chance.between(0, chance.pick([MOMENTS / 20, MOMENTS, MOMENTS, MOMENTS * 3]));
  const seconds = chance.pick([20, 120, 600, 3600]) + chance.between(0, 60);
  const of = chance.between(0, 7);
  if (of === 0) return { kind: "deployer-killed", node: undefined, moment, seconds };
  if (of === 1) return { kind: "interrupted", node: undefined, moment, seconds };
  if (of === 2) return { kind: "late-answers", node: undefined, moment, seconds };
  return {
    kind: chance.pick(KINDS),
    node: chance.pick(machines) as HostName,
    moment,
    seconds,
  };
}
