import type { Cluster } from "@quorate/cluster";
import type { Target } from "@quorate/rollout";
import type { Untruth } from "./history.ts";
import type { Revision } from "./scenario/revision.ts";
import { membersOf } from "./world/etcd.ts";
import { type Host, isOnNetwork } from "./world/host.ts";
import { doorOf } from "./world/ssh.ts";
import type { World } from "./world/world.ts";

/** Writes down in what a deployment was wrong that says it is done. What a fault has changed since is no lie; `began`: when the deployment did. */
export function noteUntruths(
  world: World,
  revision: Revision,
  targets: readonly Target[],
  began: number,
): void {
  for (const target of targets) {
    const host = world.host(target.node.name);
    if (host.lost !== undefined && host.lost.at >= began) continue;
    for (const what of untruthsOf(world, host, revision, target, targets)) {
      world.note({ kind: "untrue", node: host.name, what });
    }
  }
}

function untruthsOf(
  world: World,
  host: Host,
  { systems, cluster }: Revision,
  { node, secrets }: Target,
  targets: readonly Target[],
): readonly Untruth[] {
  const system = systems.get(node.name);
  const { disk, running } = host;
  const found: Untruth[] = [];
  if (disk?.profile?.path !== system?.path) found.push("boots");
  if (disk === undefined || secrets.some(({ file, digest }) => disk.secrets.get(file) !== digest)) {
    found.push("secrets");
  }
  if (disk?.confirmed?.closure !== system?.path) found.push("unconfirmed");
  if (host.power !== "on" || host.slow) return found;
  if (running?.kind !== "ours" || running.system.path !== system?.path) found.push("system");
  if (isOnNetwork(host) && doorOf(host, undefined) !== undefined) found.push("way-in");
  if (running?.kind === "ours" && running.system.defect?.kind === "network") found.push("way-in");
  if (keepsAskersOut(world, host, cluster)) found.push("way-in");
  if (
    running?.kind === "ours" &&
    running.system.units.some(({ name }) => host.units.get(name) !== "active")
  ) {
    found.push("service");
  }
  if (
    running?.kind === "ours" &&
    running.system.units.some(
      // Its work is done once: it reads them at its next start.
      ({ name, needs }) =>
        name !== "quorate-bootstrap" &&
        host.read.has(name) &&
        host.read.get(name) !== disk?.secrets.textOf(needs),
    )
  ) {
    found.push("unread");
  }
  if (running?.kind === "ours" && isMisled(world, host, cluster, targets)) found.push("members");
  return found;
}

/** Whether it lets no other machine in, where others of etcd or the control plane were there all the time to find that. */
function keepsAskersOut({ history, hosts }: World, host: Host, { nodes }: Cluster): boolean {
  if (!host.keepsOut || history.some(({ kind }) => kind === "struck")) return false;
  const needed = nodes.filter(({ roles }) => roles.etcd || roles.controlPlane).map(({ name }) => name);
  if (!needed.includes(host.name)) return false;
  return needed.some((name) => {
    const other = hosts.get(name);
    return other !== undefined && other !== host && other.running?.kind === "ours" && isOnNetwork(other);
  });
}

/**
 * Whether etcd has others for its members than the file, or not those that were deployed to, or there are two, as far as
 * anybody can see.
 */
function isMisled(world: World, host: Host, { etcd }: Cluster, targets: readonly Target[]): boolean {
  const data = host.disk?.etcd;
  if (data === undefined || !etcd.members.some(({ name }) => name === host.name)) return false;
  const listed = membersOf(data.cluster).map(({ peerUrl }) => peerUrl);
  const isTarget = (name: string) => targets.some(({ node }) => node.name === name);
  return (
    listed.some((url) => etcd.members.every(({ peerUrl }) => peerUrl !== url)) ||
    etcd.members.some(({ name, peerUrl }) => isTarget(name) && !listed.includes(peerUrl)) ||
    world.hostList.some((other) => {
      const cluster = other.disk?.etcd?.cluster;
      return cluster?.available === true && cluster !== data.cluster && isOnNetwork(other);
    })
  );
}
