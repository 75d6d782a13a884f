import type { Scenario } from "./scenario/scenario.ts";
import { machineName } from "./scenario/shape.ts";
import type { Schedule } from "./schedule.ts";

/** How often a schedule is tried to be made smaller, at most: each takes a play. */
const TRIES = 300;

/** The smallest schedule found that still breaks, as `breaks` has it: what matters is left, and nothing else. */
export function shrink(schedule: Schedule, breaks: (schedule: Schedule) => boolean): Schedule {
  let smallest = schedule;
  let tries = 0;
  for (let again = true; again && tries < TRIES; ) {
    again = false;
    for (const smaller of smallerThan(smallest)) {
      tries += 1;
      if (tries > TRIES) break;
      if (!breaks(smaller)) continue;
      smallest = smaller;
      again = true;
      break;
    }
  }
  return smallest;
}

/** Schedules with less in them, those with much less first. */
function* smallerThan(schedule: Schedule): Generator<Schedule> {
  const { faults, scenario } = schedule;
  if (faults.length > 0) yield { ...schedule, faults: [] };
  for (const fault of faults) yield { ...schedule, faults: faults.filter((other) => other !== fault) };
  for (const smaller of simplerThan(scenario)) {
    const isThere = (node: string) =>
      [smaller.before, smaller.wanted].some((shape) =>
        shape?.machines.some((role, place) => role !== undefined && machineName(place) === node),
      );
    const left = faults.filter(({ node }) => node === undefined || isThere(node));
    yield { ...schedule, scenario: smaller, faults: left };
  }
  for (const [index, fault] of faults.entries()) {
    if (fault.seconds > 60) yield { ...schedule, faults: faults.with(index, { ...fault, seconds: 60 }) };
  }
}

function* simplerThan(scenario: Scenario): Generator<Scenario> {
  const { versions, wanted, before } = scenario;
  for (const place of [...wanted.machines.keys()].reverse()) {
    const smaller = withoutMachine(scenario, place);
    if (smaller !== undefined) yield smaller;
  }
  if (scenario.targets !== undefined) yield { ...scenario, targets: undefined };
  if (scenario.checkSeconds > 0) yield { ...scenario, checkSeconds: 0 };
  for (const part of ["routersTake", "activationsLast"] as const) {
    if (scenario[part] > 0) yield { ...scenario, [part]: 0 };
  }
  if (scenario.rollback) yield { ...scenario, rollback: false };
  if (!scenario.yes) yield { ...scenario, yes: true };
  for (const part of ["defects", "options", "secrets", "kernels"] as const) {
    for (const node of Object.keys(versions[part])) {
      const { [node]: _, ...others } = versions[part];
      yield { ...scenario, versions: { ...versions, [part]: others } };
    }
  }
  for (const part of ["tokens", "flags"] as const) {
    if (versions[part] > 0) yield { ...scenario, versions: { ...versions, [part]: 0 } };
  }
  for (const part of [
    "blank",
    "emptied",
    "removed",
    "standalone",
    "off",
    "astray",
    "alive",
    "elsewhere",
    "shortBoot",
    "stopped",
    "cordoned",
  ] as const) {
    for (const place of scenario[part]) {
      yield { ...scenario, [part]: scenario[part].filter((other) => other !== place) };
    }
  }
  for (const app of scenario.apps) {
    if (scenario.apps.length > 1) yield { ...scenario, apps: scenario.apps.filter((other) => other !== app) };
  }
  if (before?.encryptSecrets === true && wanted.encryptSecrets) {
    yield {
      ...scenario,
      before: { ...before, encryptSecrets: false },
      wanted: { ...wanted, encryptSecrets: false },
    };
  }
}

/** The same without a worker or a master beside others: members are even in number only with another one. */
function withoutMachine(scenario: Scenario, place: number): Scenario | undefined {
  const { before, wanted, versions } = scenario;
  const role = wanted.machines[place];
  if (role !== "worker" && role !== "master") return undefined;
  const count = wanted.machines.filter((other) => other === role).length;
  if (role === "master" && count === 1) return undefined;
  const name = machineName(place);
  const without = (machines: Scenario["wanted"]["machines"]) =>
    machines.length > place ? machines.with(place, undefined) : machines;
  const named = <Value>(values: { readonly [node: string]: Value }) => {
    const { [name]: _, ...others } = values;
    return others;
  };
  const placed = (places: readonly number[]) => places.filter((other) => other !== place);
  return {
    ...scenario,
    before: before && { ...before, machines: without(before.machines) },
    wanted: { ...wanted, machines: without(wanted.machines) },
    versions: {
      ...versions,
      options: named(versions.options),
      secrets: named(versions.secrets),
      kernels: named(versions.kernels),
      defects: named(versions.defects),
    },
    blank: placed(scenario.blank),
    emptied: placed(scenario.emptied),
    removed: placed(scenario.removed),
    standalone: placed(scenario.standalone),
    off: placed(scenario.off),
    astray: placed(scenario.astray),
    alive: placed(scenario.alive),
    elsewhere: placed(scenario.elsewhere),
    shortBoot: placed(scenario.shortBoot),
    stopped: placed(scenario.stopped),
    cordoned: placed(scenario.cordoned),
    targets: scenario.targets && placed(scenario.targets),
  };
}
