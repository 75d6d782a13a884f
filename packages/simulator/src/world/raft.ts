import {
  type EtcdCluster,
  type EtcdData,
  isRemoved,
  membersKnownTo,
  membersOf,
  quorumOf,
  runsEtcd,
} from "./etcd.ts";
import { type Host, isOnNetwork } from "./host.ts";
import type { World } from "./world.ts";

/** Seconds that a member takes to be in step again. */
const CATCH_UP = { from: 2, to: 20, slow: 240 };

/** Lets every cluster come to terms with what has changed: who is up, who is connected, who is in step. */
export function settleEtcd(world: World): void {
  for (const cluster of world.etcd.values()) settleCluster(world, cluster);
  if (world.etcd.size > 1) noteTwo(world);
}

function noteTwo(world: World): void {
  const clusters = [...world.etcd.values()].flatMap(({ id, available }) => (available ? [id] : []));
  const two = clusters.length > 1;
  if (two && !world.hasTwoClusters) world.note({ kind: "two-clusters", clusters });
  world.hasTwoClusters = two;
}

interface Live {
  readonly host: Host;
  readonly data: EtcdData;
}

function settleCluster(world: World, cluster: EtcdCluster): void {
  endRemoved(world, cluster);
  const holders: Live[] = [];
  for (const host of world.hostList) {
    const data = host.disk?.etcd;
    if (data?.cluster === cluster) holders.push({ host, data });
  }
  const live = holders.filter(({ host }) => runsEtcd(host) && !host.frozen);
  const together = live.filter(({ host }) => isOnNetwork(host));
  const apart = live.filter(({ host }) => !isOnNetwork(host)).map((one) => [one]);
  const quorate = [together, ...apart].find((group) => hasQuorum(group));
  const was = cluster.available;
  cluster.available = quorate !== undefined;
  if (was !== cluster.available) {
    world.note({ kind: cluster.available ? "quorum-gained" : "quorum-lost", cluster: cluster.id });
  }
  elect(world, cluster, quorate ?? []);
  if (quorate !== undefined) write(world, cluster, quorate);
  for (const { host, data } of holders) {
    const well = quorate?.some((one) => one.host === host) === true && data.log === cluster.acknowledged;
    if (well) data.lost = undefined;
    else data.lost ??= { at: world.agenda.now, ours: false };
  }
}

/** Whoever leads goes on as long as it can; then the first voter does that has all there is. */
function elect(world: World, cluster: EtcdCluster, group: readonly Live[]): void {
  const { voters } = votersOf(group);
  if (voters.some(({ data }) => data.id === cluster.leader?.id)) return;
  const longest = Math.max(...voters.map(({ data }) => data.log));
  const next = voters.find(({ data }) => data.log === longest);
  cluster.leader = next && { id: next.data.id, since: world.agenda.now };
}

/** Hands the lead over to the member on another host, where that is well. */
export function handLead(world: World, cluster: EtcdCluster, to: Host): boolean {
  const data = to.disk?.etcd;
  const isWell = isOnNetwork(to) && runsEtcd(to) && data?.cluster === cluster && data.lost === undefined;
  if (!isWell || !cluster.available) return false;
  cluster.leader = { id: data.id, since: world.agenda.now };
  return true;
}

/** Whoever was removed ends, once it knows of that by itself or by its peers. */
function endRemoved(world: World, cluster: EtcdCluster): void {
  const members = membersOf(cluster);
  for (const host of world.hostList) {
    const data = host.disk?.etcd;
    if (data?.cluster !== cluster || !runsEtcd(host)) continue;
    const told = cluster.available && isOnNetwork(host) && !members.some(({ id }) => id === data.id);
    if (told) data.removed = true;
    if (isRemoved(data)) host.units.set(host.unitOf.etcd, "activating");
  }
}

/** A quorum of the voters by the longest log among them: whoever has less is not elected. */
function hasQuorum(group: readonly Live[]): boolean {
  return votersOf(group).quorate;
}

function votersOf(group: readonly Live[]): { readonly quorate: boolean; readonly voters: readonly Live[] } {
  let longest: EtcdData | undefined;
  for (const { data } of group) {
    const isVoter = membersKnownTo(data).some(({ id, learner }) => id === data.id && !learner);
    if (isVoter && (longest === undefined || data.log > longest.log)) longest = data;
  }
  if (longest === undefined) return { quorate: false, voters: [] };
  const ids = membersKnownTo(longest)
    .filter(({ learner }) => !learner)
    .map(({ id }) => id);
  const voters = group.filter(({ data }) => ids.includes(data.id));
  return { quorate: voters.length >= quorumOf(ids.length), voters };
}

/** A client writes whenever it can: acknowledged is what a quorum of those in step has. */
function write(world: World, cluster: EtcdCluster, group: readonly Live[]): void {
  const { voters } = votersOf(group);
  const longest = Math.max(...voters.map(({ data }) => data.log));
  if (longest < cluster.acknowledged) {
    world.note({ kind: "data-lost", cluster: cluster.id, had: cluster.acknowledged, has: longest });
    cluster.acknowledged = longest;
  }
  const members = membersKnownTo(voters.find(({ data }) => data.log === longest)?.data ?? neverEmpty());
  const inStep = group.filter(({ data }) => data.log === longest && members.some(({ id }) => id === data.id));
  const quorum = quorumOf(members.filter(({ learner }) => !learner).length);
  if (inStep.filter((one) => voters.includes(one)).length >= quorum) {
    cluster.acknowledged = longest + 1;
    for (const { data } of inStep) {
      data.log = cluster.acknowledged;
      if (!cluster.started.has(data.id)) cluster.started.set(data.id, data.log);
    }
  }
  for (const { host, data } of group) {
    if (data.log < cluster.acknowledged || !inStep.some((one) => one.data === data))
      catchUp(world, host, data);
  }
}

function catchUp(world: World, host: Host, data: EtcdData): void {
  if (data.syncing === host.boots) return;
  data.syncing = host.boots;
  const seconds = host.slow ? CATCH_UP.slow : world.chance.between(CATCH_UP.from, CATCH_UP.to);
  world.agenda.after(seconds * 1000, () => {
    if (data.syncing !== host.boots || host.disk?.etcd !== data) return;
    data.syncing = undefined;
    // The longest log that is connected with it is copied; where nobody is, it stays behind.
    const source = runsEtcd(host) && isOnNetwork(host) && data.cluster.available;
    if (source) data.log = Math.max(data.log, longestLog(world, data.cluster));
    world.touch();
  });
}

function longestLog(world: World, cluster: EtcdCluster): number {
  let longest = 0;
  for (const host of world.hostList) {
    const data = host.disk?.etcd;
    if (data?.cluster === cluster && isOnNetwork(host) && runsEtcd(host))
      longest = Math.max(longest, data.log);
  }
  return longest;
}

function neverEmpty(): never {
  throw new Error("a quorum without a voter");
}
