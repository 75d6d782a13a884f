import type { DistributionKind } from "@quorate/cluster";
import type { Chance } from "../world/chance.ts";
import type { App } from "../world/kube.ts";
import type { Defect } from "../world/system.ts";
import { CHANGES, type ChangeKind } from "./change.ts";
import { FIRST_VERSIONS, type Versions } from "./revision.ts";
import { type MachineRole, machineName, type Shape, unitsOfRole } from "./shape.ts";

/** What is there, and what is asked for: plain data. */
export interface Scenario {
  readonly change: ChangeKind;
  /** What was deployed before; `undefined`: all machines are bare. */
  readonly before: Shape | undefined;
  readonly wanted: Shape;
  readonly versions: Versions;
  /** Machines by their places whose disk is a new one, though something was deployed to them. */
  readonly blank: readonly number[];
  /** Servers of k3s' whose data are gone, and whose system is there. */
  readonly emptied: readonly number[];
  /** Servers of k3s' whose member was removed, and whose data are there. */
  readonly removed: readonly number[];
  /** Servers of k3s' that are a cluster of their own, on SQLite. */
  readonly standalone: readonly number[];
  /**
   * Whether the operator restores a snapshot first: since the quorum is gone, meaning to give up what is there, or since
   * it is feared to be gone.
   */
  readonly restores: "lost" | "meant" | "feared" | undefined;
  /** Machines that are off until the operator looks after them. */
  readonly off: readonly number[];
  /** Members whose etcd is in a cluster of its own. */
  readonly astray: readonly number[];
  /** Bare machines that serve as part of some cluster. */
  readonly alive: readonly number[];
  /** The targets, by their places; all nodes where it is `undefined`. */
  readonly targets: readonly number[] | undefined;
  /** What the user says about reboots. */
  readonly reboot: "never" | "needed" | "always";
  /** What runs in pods; nothing is told of them where no node is rebooted. */
  readonly apps: readonly App[];
  /** Nodes that somebody has cordoned by hand. */
  readonly cordoned: readonly number[];
  /** Whether the user agrees to erasing what is bare. */
  readonly yes: boolean;
  /** Seconds until a check of the user's own is well about a node, since it was asked first; 0: there is none. */
  readonly checkSeconds: number;
  /** Whether the operator takes nodes back to what they ran before, meanwhile and once all is well. */
  readonly rollback: boolean;
  /** Agents at whose address another machine stands, and that live on at another one. */
  readonly elsewhere: readonly number[];
  /** Machines in whose /boot there is no room for another kernel. */
  readonly shortBoot: readonly number[];
  /** Members whose etcd somebody has stopped, all of them. */
  readonly stopped: readonly number[];
  /** Seconds until routers learn who has left the VIP. */
  readonly routersTake: number;
  /** Seconds by which each activation takes longer. */
  readonly activationsLast: number;
}

/** What is changed with both. */
const OF_BOTH = [
  "first-installation",
  "nothing",
  "options",
  "secrets",
  "growth",
  "shrinking",
  "replacement",
] as const;

/** Kinds of changes, those that say most more often. */
const KINDS: { readonly [D in DistributionKind]: readonly ChangeKind[] } = {
  kubernetes: [
    ...OF_BOTH,
    ...(["encryption", "demotion", "worker-added", "worker-removed", "master-added"] as const),
    ...(["stranger", "split", "all-off", "kernel"] as const),
    ...(["options", "options", "secrets", "first-installation", "kernel"] as const),
  ],
  k3s: [
    ...OF_BOTH,
    ...(["worker-added", "worker-removed", "stranger", "split", "all-off", "kernel"] as const),
    ...(["emptied", "removed", "standalone", "flags", "token", "restore", "agent-replaced"] as const),
    ...(["options", "first-installation", "emptied", "replacement", "token"] as const),
  ],
};

/** One that may be met. */
export function anyScenario(chance: Chance, distribution: DistributionKind): Scenario {
  const change = chance.pick(KINDS[distribution]);
  const before = distribution === "k3s" ? anyServers(chance) : anyShape(chance);
  const scenario: Scenario = {
    change,
    before,
    wanted: before,
    versions: FIRST_VERSIONS,
    blank: [],
    emptied: [],
    removed: [],
    standalone: [],
    restores: undefined,
    off: [],
    astray: [],
    alive: [],
    targets: undefined,
    reboot: "never",
    apps: [],
    cordoned: [],
    yes: !chance.once(8),
    checkSeconds: 0,
    rollback: false,
    elsewhere: [],
    shortBoot: [],
    stopped: [],
    routersTake: 0,
    activationsLast: 0,
    ...CHANGES[change](before, chance),
  };
  return withCheck(withTargets(withDefect(scenario, chance), chance), chance);
}

function anyShape(chance: Chance): Shape {
  const members = chance.pick([1, 1, 3, 3, 3, 3, 3, 3, 3, 5, 5, 5, 7, 9]);
  const workers = chance.pick([0, 0, 1, 2, 3]);
  const stacked = !chance.once(3);
  const roles: MachineRole[] = [
    ...Array.from({ length: members }, (): MachineRole => (stacked ? "stacked" : "member")),
    ...Array.from({ length: stacked ? 0 : chance.between(1, 3) }, (): MachineRole => "master"),
    ...Array.from({ length: workers }, (): MachineRole => "worker"),
  ];
  return { machines: roles, encryptSecrets: chance.once(2), distribution: "kubernetes" };
}

/** Servers of k3s', and agents. */
function anyServers(chance: Chance): Shape {
  const servers = chance.pick([1, 3, 3, 3, 5]);
  const agents = chance.pick([0, 0, 1, 2]);
  const machines: MachineRole[] = [
    ...Array.from({ length: servers }, (): MachineRole => "stacked"),
    ...Array.from({ length: agents }, (): MachineRole => "worker"),
  ];
  return { machines, encryptSecrets: false, distribution: "k3s" };
}

/** Sometimes what is to be activated does not do, on one of the nodes that are there already. */
function withDefect(scenario: Scenario, chance: Chance): Scenario {
  if (scenario.before === undefined || !chance.once(4)) return scenario;
  const places = placesThatStay(scenario);
  if (places.length === 0) return scenario;
  const place = chance.pick(places);
  const defect = anyDefect(scenario.wanted, scenario.wanted.machines[place] ?? "worker", chance);
  const defects = { [machineName(place)]: defect };
  return { ...scenario, versions: { ...scenario.versions, defects } };
}

/** Machines that are what they were. */
export function placesThatStay({ before, wanted, blank }: Scenario): readonly number[] {
  return wanted.machines.flatMap((role, index) =>
    role !== undefined && before?.machines[index] === role && !blank.includes(index) ? [index] : [],
  );
}

function anyDefect(shape: Shape, role: MachineRole, chance: Chance): Defect {
  const kind = chance.pick([
    "activation",
    "boot",
    "network",
    "firewall",
    "login",
    "port",
    "unit",
    "unit",
  ] as const);
  return kind === "unit"
    ? { kind, unit: chance.pick(unitsOfRole(shape, role)), seen: chance.once(2) }
    : { kind };
}

/** Sometimes the user asks something that takes longer than a watchdog waits, or goes back. */
function withCheck(scenario: Scenario, chance: Chance): Scenario {
  const checked = chance.once(24) ? { ...scenario, checkSeconds: chance.pick([60, 900]) } : scenario;
  return chance.once(20) ? { ...checked, rollback: true } : checked;
}

/** Mostly all of them. */
function withTargets(scenario: Scenario, chance: Chance): Scenario {
  if (scenario.targets !== undefined || !chance.once(5)) return scenario;
  const places = scenario.wanted.machines.flatMap((role, index) => (role === undefined ? [] : [index]));
  const targets = places.filter(() => chance.once(2));
  return targets.length === 0 ? scenario : { ...scenario, targets };
}
