import type { Step } from "@quorate/rollout";
import { hasQuorumInTime, noteStopped } from "../world/activation.ts";
import { isApiReady } from "../world/api.ts";
import {
  configure,
  hash,
  isInStep,
  isSpare,
  type MemberEntry,
  membersKnownTo,
  membersOf,
  peersOf,
  runsEtcd,
} from "../world/etcd.ts";
import type { Host } from "../world/host.ts";
import type { Answer } from "../world/ssh.ts";
import { stopUnit } from "../world/units.ts";
import { watch } from "../world/watchdog.ts";
import type { Work } from "../world/work.ts";
import { clusterThrough, startedAnew } from "./etcd-unit.ts";
import { removeServer } from "./server-work.ts";
import type { Site } from "./site.ts";
import { BROKE, diskOf, WELL, writing } from "./work-of-step.ts";

// What changes etcd's list and its members, with what etcd itself says to that.

type Of<Kind extends Step["kind"]> = Extract<Step, { readonly kind: Kind }>;

/** Seconds until etcd has made its data. */
const DATA_TIMEOUT = 60;

/** Adds a learner: one at a time, says etcd. */
export function* addMember({ world }: Site, host: Host, step: Of<"member-add">): Work<Answer> {
  yield world.chance.between(0, 1);
  const cluster = clusterThrough(host);
  if (cluster === undefined) return BROKE;
  const members = membersOf(cluster);
  if (members.some(({ peerUrl }) => peerUrl === step.peerUrl)) return WELL;
  if (members.some(({ learner }) => learner)) return BROKE;
  const added: MemberEntry = {
    id: hash(`${step.peerUrl} ${world.agenda.now}`),
    name: step.node,
    peerUrl: step.peerUrl,
    learner: true,
  };
  return configure(world, cluster, [...members, added]) ? WELL : BROKE;
}

/** Copies what a member has to the deployer: a file on its own disk first. */
export function* takeSnapshot({ world }: Site, host: Host): Work<Answer> {
  yield world.chance.between(1, 20);
  if (!runsEtcd(host)) return BROKE;
  // k3s takes it itself, by its API.
  if (host.unitOf.etcd === host.unitOf.apiserver && !isApiReady(world, host)) return BROKE;
  const wrong = writing(host);
  if (wrong !== undefined) return wrong;
  yield world.chance.between(0, 20);
  return WELL;
}

/** Starts a member that has no data as it is told, or as those are that answer. */
export function* startMember({ world }: Site, host: Host, step: Of<"member-start">): Work<Answer> {
  const disk = diskOf(host);
  yield world.chance.between(0, 1);
  if (disk.etcd !== undefined) return startedAnew(world, host);
  const peers = peersOf(world, host, step.others);
  const knows = (members: readonly MemberEntry[]) => members.some(({ peerUrl }) => peerUrl === step.peerUrl);
  let initialCluster: readonly string[];
  if (step.as.state === "new") {
    if (peers.some((peer) => !knows(membersKnownTo(peer)))) return BROKE;
    initialCluster = [...step.as.list].sort();
  } else {
    const list = peers.map(membersKnownTo).find(knows);
    if (list === undefined) return BROKE;
    initialCluster = list.map(({ name, peerUrl }) => `${name}=${peerUrl}`).sort();
    const wrong = writing(host);
    if (wrong !== undefined) return wrong;
    disk.joining = true;
  }
  yield 1;
  stopUnit(world, host, host.unitOf.etcd);
  host.handed = { state: step.as.state, initialCluster };
  if (startedAnew(world, host) === BROKE) return BROKE;
  for (let waited = 0; disk.etcd === undefined; waited += 5) {
    if (waited >= DATA_TIMEOUT) {
      host.handed = undefined;
      return BROKE;
    }
    yield 5;
  }
  return (yield* hasQuorumInTime(world, host)) ? WELL : BROKE;
}

/** Makes a learner a voter that was started and is in step. */
export function* promoteMember({ world }: Site, host: Host, step: Of<"member-promote">): Work<Answer> {
  yield world.chance.between(0, 1);
  const cluster = clusterThrough(host);
  const members = cluster === undefined ? [] : membersOf(cluster);
  const own = members.find(({ peerUrl }) => peerUrl === step.peerUrl);
  if (cluster === undefined || own === undefined) return BROKE;
  if (!own.learner) return WELL;
  if (!cluster.started.has(own.id) || !isInStep(world, cluster, own.id)) return BROKE;
  const promoted = members.map((one) => (one === own ? { ...one, learner: false } : one));
  return configure(world, cluster, promoted) ? WELL : BROKE;
}

/** It is a voter: its data are a copy. */
export function* forgetJoining({ world }: Site, host: Host): Work<Answer> {
  yield world.chance.between(0, 1);
  diskOf(host).joining = false;
  return WELL;
}

/** Removes a member, where etcd does not say that too few would be left. */
export function* removeMember(site: Site, host: Host, step: Of<"member-remove">): Work<Answer> {
  const { world } = site;
  const { whom } = step;
  if (whom.kind === "member" && whom.withNode !== undefined) return yield* removeServer(site, host, step);
  yield world.chance.between(0, 1);
  const cluster = clusterThrough(host);
  if (cluster === undefined) return BROKE;
  const members = membersOf(cluster);
  const leaving = members.find((one) =>
    whom.kind === "learner" ? one.peerUrl === whom.peerUrl : one.id === Number.parseInt(whom.id, 16),
  );
  if (leaving === undefined) return WELL;
  if (whom.kind === "learner" && !leaving.learner) return { ...BROKE, code: 4 };
  if (whom.kind === "member" && !whom.peerUrls.includes(leaving.peerUrl)) return { ...BROKE, code: 3 };
  if (!leaving.learner && !isSpare(world, cluster, leaving.id)) return BROKE;
  const left = members.filter((one) => one !== leaving);
  return configure(world, cluster, left) ? WELL : BROKE;
}

/** Stops etcd and moves what it has aside. */
export function* setDataAside({ world }: Site, host: Host): Work<Answer> {
  yield world.chance.between(0, 1);
  const disk = diskOf(host);
  noteStopped(world, host);
  stopUnit(world, host, host.unitOf.etcd);
  yield 1;
  const wrong = writing(host);
  if (wrong !== undefined) return wrong;
  disk.etcd = undefined;
  disk.joining = false;
  const { watchdog } = disk;
  if (watchdog?.held !== undefined) {
    watchdog.seconds = watchdog.held;
    watchdog.held = undefined;
    watch(world, host);
  }
  world.touch();
  return WELL;
}
