import type { Chance } from "../world/chance.ts";
import type { App } from "../world/kube.ts";
import { FIRST_VERSIONS } from "./revision.ts";
import type { Scenario } from "./scenario.ts";
import { type MachineRole, machineName, type Shape, unitsOfRole } from "./shape.ts";

/** What people change in machines.ts, and what becomes of machines. */
export type ChangeKind =
  | "first-installation"
  | "nothing"
  | "options"
  | "secrets"
  | "growth"
  | "shrinking"
  | "replacement"
  | "encryption"
  | "demotion"
  | "worker-added"
  | "worker-removed"
  | "master-added"
  | "stranger"
  | "split"
  | "all-off"
  | "kernel"
  /** A server has lost its data, and its system is there. */
  | "emptied"
  /** A server was started by hand, without a word: it is a cluster of its own. */
  | "standalone"
  /** A server's Node was deleted by hand, and its member went with that. */
  | "removed"
  /** Another of what servers have to agree on. */
  | "flags"
  /** New tokens, by genCerts. */
  | "token"
  /** All begins anew with a snapshot. */
  | "restore"
  /** Another machine stands at the address of an agent. */
  | "agent-replaced";

/** What a change makes of a cluster that is there. */
type Change = (before: Shape, chance: Chance) => Partial<Scenario>;

/** Every kind of change. */
export const CHANGES: { readonly [Kind in ChangeKind]: Change } = {
  "first-installation": () => ({ before: undefined, yes: true }),
  nothing: () => ({}),
  options: (before, chance) => {
    const some = chance.once(3);
    const options = Object.fromEntries(
      before.machines.flatMap((role, index) =>
        role === undefined || (some && chance.once(2))
          ? []
          : [[machineName(index), { [chance.pick(unitsOfRole(before, role))]: 1 }]],
      ),
    );
    return { versions: { ...FIRST_VERSIONS, options } };
  },
  secrets: (before, chance) => {
    const all = chance.once(2);
    const secrets = Object.fromEntries(
      before.machines.flatMap((role, index) =>
        role === undefined || !(all || chance.once(2)) ? [] : [[machineName(index), 1]],
      ),
    );
    return { versions: { ...FIRST_VERSIONS, secrets } };
  },
  growth: (before) => {
    const role = memberRole(before);
    if (membersOf(before).length >= 9) return {};
    return { wanted: { ...before, machines: [...before.machines, role, role] } };
  },
  shrinking: (before, chance) => {
    const members = membersOf(before);
    const isServers = before.distribution === "k3s";
    // Of k3s' those that leave are off: of three the one that is left would have no quorum.
    if (members.length < (isServers ? 5 : 3)) return {};
    const first = chance.between(0, members.length - 2);
    const leaving = members.slice(first, first + 2);
    return { wanted: without(before, leaving), ...(isServers ? leaves(leaving, chance) : {}) };
  },
  // One, or more than etcd can do without, and perhaps others are off: a cluster of one has nobody to replace it.
  replacement: (before, chance) => {
    const members = membersOf(before);
    if (members.length < 3) return {};
    const first = chance.between(0, members.length - 1);
    const lost = members.filter((_, index) => index === first || chance.once(4)).slice(0, members.length - 1);
    const others = members.filter((place) => !lost.includes(place));
    // Who is left may be off, all of them, and only the new ones deployed to.
    if (chance.once(4)) return { blank: lost, off: others, targets: lost, yes: true };
    return { blank: lost, off: others.filter(() => chance.once(5)) };
  },
  encryption: (before) => ({ wanted: { ...before, encryptSecrets: !before.encryptSecrets } }),
  // What only a control plane node reads is no longer there afterwards.
  demotion: (before) => {
    const last = before.machines.lastIndexOf("master");
    const others = before.machines.filter((role) => role === "master" || role === "stacked").length;
    if (last < 0 || others < 2) return {};
    return { wanted: { ...before, machines: before.machines.with(last, "worker") } };
  },
  "worker-added": (before) => ({ wanted: { ...before, machines: [...before.machines, "worker"] } }),
  "worker-removed": (before, chance) => {
    const last = before.machines.lastIndexOf("worker");
    if (last < 0) return {};
    const wanted = without(before, [last]);
    return before.distribution === "k3s" ? { wanted, ...leaves([last], chance) } : { wanted };
  },
  "master-added": (before) => ({ wanted: { ...before, machines: [...before.machines, "master"] } }),
  // A machine that is none of ours, and lives, stands at the address of a new worker.
  stranger: (before) => ({
    wanted: { ...before, machines: [...before.machines, "worker"] },
    alive: [before.machines.length],
    yes: true,
  }),
  // By an accident of before, which nobody has noticed yet.
  split: (before, chance) => {
    const members = membersOf(before);
    return members.length < 3 ? {} : { astray: [chance.pick(members)] };
  },
  "all-off": (before, chance) => ({
    ...CHANGES.options(before, chance),
    off: before.machines.flatMap((role, place) => (role === undefined || chance.once(4) ? [] : [place])),
  }),
  kernel: newKernel,
  emptied: (before, chance) => {
    const members = membersOf(before);
    if (members.length < 3) return {};
    const first = chance.between(0, members.length - 1);
    const lost = members.filter((_, index) => index === first || chance.once(6));
    return { emptied: lost, off: members.filter((place) => !lost.includes(place) && chance.once(6)) };
  },
  removed: (before, chance) => {
    const members = membersOf(before);
    return members.length < 3 ? {} : { removed: [chance.pick(members)] };
  },
  standalone: (before, chance) => {
    const members = membersOf(before);
    if (members.length < 3) return {};
    const place = chance.pick(members);
    return { emptied: [place], standalone: [place] };
  },
  flags: (before, chance) => ({
    ...(chance.once(3) ? CHANGES.growth(before, chance) : {}),
    versions: { ...FIRST_VERSIONS, flags: 1 },
  }),
  restore: restored,
  "agent-replaced": (before) => {
    const last = before.machines.lastIndexOf("worker");
    return last < 0 ? {} : { blank: [last] };
  },
  token: (before, chance) => ({
    versions: { ...FIRST_VERSIONS, tokens: 1 },
    off: chance.once(6) ? [chance.pick(membersOf(before))] : [],
  }),
};

/** What can be restored from a snapshot alone, or what somebody wants to be as it was. */
function restored(before: Shape, chance: Chance): Partial<Scenario> {
  const members = membersOf(before);
  if (chance.once(2)) return { restores: "meant" };
  const first = chance.between(0, members.length - 1);
  const most = Math.floor(members.length / 2) + 1;
  const lost = members.filter((_, index) => (index - first + members.length) % members.length < most);
  return { restores: "lost", emptied: lost };
}

/** Machines that leave: mostly whoever takes them out of the file has switched them off before. */
function leaves(places: readonly number[], chance: Chance): Partial<Scenario> {
  return { off: chance.once(5) ? [] : places };
}

/** Another kernel, on all nodes or on some, which takes a reboot; beside it mostly something that a switch would do. */
function newKernel(before: Shape, chance: Chance): Partial<Scenario> {
  const some = chance.once(3);
  const kernels = Object.fromEntries(
    before.machines.flatMap((role, index) =>
      role === undefined || (some && chance.once(2)) ? [] : [[machineName(index), chance.pick([1, 1, 2])]],
    ),
  );
  const { versions } = CHANGES.options(before, chance);
  const places = before.machines.flatMap((role, place) =>
    role === undefined || role === "member" ? [] : [place],
  );
  return {
    versions: { ...FIRST_VERSIONS, ...(chance.once(2) ? versions : {}), kernels },
    reboot: chance.pick(["needed", "needed", "always"]),
    apps: anyApps(chance),
    cordoned: chance.once(8) && places.length > 0 ? [chance.pick(places)] : [],
  };
}

function anyApps(chance: Chance): readonly App[] {
  return [
    { name: "web", kind: "web", replicas: chance.between(2, 4) },
    ...(chance.once(2) ? [{ name: "db", kind: "database", replicas: 2 } as const] : []),
    ...(chance.once(10) ? [{ name: "one", kind: "single", replicas: 1 } as const] : []),
    ...(chance.once(10) ? [{ name: "ill", kind: "sick", replicas: 2 } as const] : []),
  ];
}

function isMember(role: MachineRole | undefined): boolean {
  return role === "stacked" || role === "member";
}

/** The places of its etcd members. */
function membersOf({ machines }: Shape): readonly number[] {
  return machines.flatMap((role, index) => (isMember(role) ? [index] : []));
}

function memberRole({ machines }: Shape): MachineRole {
  return machines.includes("member") ? "member" : "stacked";
}

function without(shape: Shape, places: readonly number[]): Shape {
  return {
    ...shape,
    machines: shape.machines.map((role, index) => (places.includes(index) ? undefined : role)),
  };
}
