import type { Chance } from "../world/chance.ts";
import type { ChangeKind } from "./change.ts";
import { placesThatStay, type Scenario } from "./scenario.ts";
import { machineName } from "./shape.ts";

/** What is met beside a change now and then, in the place of what was drawn with it. */
type Surrounding = (scenario: Scenario, chance: Chance) => Partial<Scenario>;

/** Changes by which an apiserver is stopped that others can take over. */
const STOPPING: readonly ChangeKind[] = ["options", "kernel", "demotion", "secrets"];

const SURROUNDINGS: readonly Surrounding[] = [
  // Routers take their time.
  ({ change }, chance) =>
    STOPPING.includes(change) && chance.once(6) ? { routersTake: chance.pick([5, 20, 60]) } : {},
  // Activations do: the last of these outlasts whoever waits for it.
  ({ before }, chance) =>
    before !== undefined && chance.once(12) ? { activationsLast: chance.pick([300, 900, 3600]) } : {},
  // Nobody has agreed to anything yet.
  ({ change }, chance) => (change === "first-installation" && chance.once(12) ? { yes: false } : {}),
  // The quorum is there, whatever the operator fears, or on machines that are off.
  ({ restores, wanted }, chance) => {
    if (restores !== "lost" || !chance.once(2)) return {};
    const members = membersOf(wanted.machines);
    return { restores: "feared", emptied: [], off: chance.once(2) ? members.slice(1) : [] };
  },
  // A firewall lets the operator in alone.
  (scenario, chance) => {
    const { versions, wanted, change } = scenario;
    const places = placesThatStay(scenario).filter((place) => wanted.machines[place] !== "worker");
    if (change === "encryption" || places.length === 0 || !chance.once(12)) return {};
    const defects = { [machineName(chance.pick(places))]: { kind: "alone" } as const };
    return { versions: { ...versions, defects } };
  },
  // The machine of before was given another address, and its old one to a new machine.
  ({ change, blank }, chance) => (change === "agent-replaced" && chance.once(2) ? { elsewhere: blank } : {}),
  // What is old was never taken out of /boot.
  (scenario, chance) => {
    const places = placesThatStay(scenario);
    if (scenario.change !== "kernel" || places.length === 0 || !chance.once(6)) return {};
    return { shortBoot: [chance.pick(places)] };
  },
  // Somebody has stopped etcd everywhere.
  ({ change, before, wanted, off, versions }, chance) => {
    const isPlain = change === "options" && before?.distribution === "kubernetes" && off.length === 0;
    if (!isPlain || !chance.once(20)) return {};
    const members = membersOf(wanted.machines);
    // What is what it should be nobody looks after.
    if (members.some((place) => versions.options[machineName(place)] === undefined)) return {};
    return { stopped: members };
  },
];

/** The same with what is around it; a system that is wrong in some way is enough by itself. */
export function withSurroundings(scenario: Scenario, chance: Chance): Scenario {
  let known = scenario;
  for (const around of SURROUNDINGS) {
    const own = chance.split();
    if (Object.keys(known.versions.defects).length === 0) known = { ...known, ...around(known, own) };
  }
  return known;
}

function membersOf(machines: Scenario["wanted"]["machines"]): readonly number[] {
  return machines.flatMap((role, place) => (role === "stacked" || role === "member" ? [place] : []));
}
