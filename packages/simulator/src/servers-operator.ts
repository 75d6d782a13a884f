import type { HostName } from "@quorate/cluster";
import { type RolloutProblemCode, SERVER_TOKEN } from "@quorate/rollout";
import { isRemoved, isVoter, membersOf, quorumOf } from "./world/etcd.ts";
import type { Host } from "./world/host.ts";
import { loseData } from "./world/loss.ts";
import { cutPower } from "./world/power.ts";
import { deleteNode, nodeOfMember, tokenOf } from "./world/servers.ts";
import type { World } from "./world/world.ts";

/** What is done by hand where k3s' servers are refused: by the hints that are told with it. */
export interface HeededServers {
  readonly heeded: boolean;
  /** To whom it is deployed next; `undefined`: to all. */
  readonly targets: readonly string[] | undefined;
  /** Whether what servers have to agree on is set back for that. */
  readonly flagsBack?: true;
}

/** Codes after which nothing has to be done but to wait, and to type it again. */
const WAIT: readonly RolloutProblemCode[] = ["name-taken", "activation-running", "member-unknown"];

/** Does what these codes ask for. `isOurs`: whether the file has a machine. */
export function heedServers(
  world: World,
  codes: readonly RolloutProblemCode[],
  isOurs: (name: string) => boolean,
): HeededServers {
  const has = (...some: readonly RolloutProblemCode[]) => some.some((code) => codes.includes(code));
  let heeded = has(...WAIT);
  if (has("name-taken", "node-alive")) heeded = endMoved(world) || heeded;
  if (has("removed-alive", "node-alive")) heeded = switchOff(world, isOurs) || heeded;
  for (const host of world.hostList) {
    if (has("member-stale") && isStale(world, host)) heeded = takeBack(world, host);
    if (has("server-alone") && host.disk?.alone === true) {
      world.note({ kind: "by-hand", node: host.name, does: "has SQLite's file moved aside" });
      loseData(world, host);
      heeded = true;
    }
  }
  if (has("server-start-failed")) {
    // Who has not read the new token lets in whoever has that of before.
    const lagging = world.hostList.filter(({ disk }) => disk?.etcd !== undefined && disk.unread.size > 0);
    if (lagging.length > 0) return { heeded: true, targets: lagging.map(({ name }) => name) };
  }
  if (has("voters-erased")) {
    const lost = world.hostList.filter(
      ({ member, name, disk }) => member && isOurs(name) && disk === undefined,
    );
    const [first] = lost;
    if (first !== undefined) return { heeded: true, targets: [first.name] };
  }
  if (has("token-rotation-partial") && !serves(world)) giveTokens(world);
  const [lost] = lostServers(world).filter(isOurs);
  // While one is lost nobody else may be restarted: it joins with what they have.
  if (has("flags-changed") && lost !== undefined) return { heeded: true, targets: [lost], flagsBack: true };
  if (has("flags-changed", "token-rotation-partial")) {
    const running = world.hostList.filter(({ disk, name }) => disk?.etcd !== undefined && isOurs(name));
    return { heeded: true, targets: running.map(({ name }) => name) };
  }
  return { heeded, targets: undefined };
}

/** A run has died while it gave the cluster a new token, and all servers went off: they have that of before. */
function giveTokens(world: World): void {
  for (const { disk, name } of world.hostList) {
    const token = disk?.etcd?.cluster.token;
    if (disk === undefined || token === undefined || tokenOf(disk) === token) continue;
    world.note({ kind: "by-hand", node: name, does: "is given the token that the cluster has" });
    disk.secrets.put(SERVER_TOKEN, token);
    world.touch();
  }
}

/** Machines whose name another one is to have. */
function endMoved(world: World): boolean {
  let any = false;
  for (const [name, node] of world.kube.nodes) {
    if (!node.isElsewhere) continue;
    world.note({ kind: "by-hand", node: name, does: "is switched off, which has moved" });
    node.isElsewhere = false;
    world.touch();
    any = true;
  }
  return any;
}

/** Machines that the file does not have, for good. */
function switchOff(world: World, isOurs: (name: string) => boolean): boolean {
  let any = false;
  for (const host of world.hostList) {
    if (isOurs(host.name) || host.power === "off") continue;
    world.note({ kind: "by-hand", node: host.name, does: "is switched off for good" });
    cutPower(world, host);
    any = true;
  }
  return any;
}

/** Whether what it has is of a cluster that does not have it for a member, while there is one. */
function isStale(world: World, { disk }: Host): boolean {
  const data = disk?.etcd;
  if (data === undefined) return false;
  const serves = [...world.etcd.values()].find(({ available }) => available);
  if (serves === undefined) return false;
  return data.cluster !== serves || isRemoved(data) || !membersOf(serves).some(({ id }) => id === data.id);
}

/** What a removed member has is moved aside, and its Node deleted where there is still one: it joins anew. */
function takeBack(world: World, host: Host): boolean {
  world.note({ kind: "by-hand", node: host.name, does: "has its data of etcd's moved aside" });
  loseData(world, host);
  if (world.kube.nodes.has(host.name)) {
    world.note({ kind: "by-hand", node: host.name, does: "loses its Node" });
    deleteNode(world, host.name);
  }
  return true;
}

/** Servers that have lost what they were: by name they are given up, whoever agrees to that. */
export function lostServers(world: World): readonly string[] {
  const serves = [...world.etcd.values()].find(({ available }) => available);
  const known = new Set(
    (serves === undefined ? [] : membersOf(serves)).map(({ name }) => nodeOfMember(name)),
  );
  return world.hostList.flatMap(({ name, disk, member }) =>
    member !== undefined && disk !== undefined && disk.etcd === undefined && known.has(name) ? [name] : [],
  );
}

/** Machines whose disks hold a quorum of a cluster that was not made of a snapshot, whether or not they are on. */
export function livesOn({ etcd, history, hostList }: World): readonly HostName[] {
  const restored = history.flatMap((one) => (one.kind === "cluster-restored" ? [one.cluster] : []));
  for (const cluster of etcd.values()) {
    if (restored.includes(cluster.id)) continue;
    const holders = hostList.filter(
      ({ disk }) => disk?.etcd?.cluster === cluster && !isRemoved(disk.etcd) && isVoter(disk.etcd),
    );
    const voters = membersOf(cluster).filter(({ learner }) => !learner).length;
    if (holders.length >= quorumOf(voters)) return holders.map(({ name }) => name);
  }
  return [];
}

/** Whether etcd takes writes, of a voter that is there. */
export function serves(world: World): boolean {
  return world.hostList.some(({ disk }) => disk?.etcd?.cluster.available === true && isVoter(disk.etcd));
}
