import { isVoter } from "./etcd.ts";
import { type Host, isOnNetwork } from "./host.ts";
import { partState } from "./parts.ts";
import type { World } from "./world.ts";

/** The file without which an apiserver reads and writes Secrets in clear. */
export const ENCRYPTION_KEY = "encryption-config.json";

/** The Kubernetes API, as far as it matters here. */
export interface Api {
  /** Whether a Secret was written that only who has the key can read. */
  encrypted: boolean;
  /** Who has the VIP. */
  holder: Host | undefined;
  /** Since when. */
  heldSince: number;
  /** Apiservers of which it was told that they cannot read what is there. */
  readonly unreadable: Set<Host>;
}

/** Before anybody has written anything. */
export function newApi(): Api {
  return { encrypted: false, holder: undefined, heldSince: 0, unreadable: new Set() };
}

/** Whether the apiserver on a host answers requests about what etcd holds. */
export function isApiReady(world: World, host: Host): boolean {
  if (host.power !== "on" || host.frozen || partState(host, "apiserver") !== "active") return false;
  // A server of k3s' asks its own member, which answers once it is a voter.
  if (host.unitOf.apiserver === host.unitOf.etcd) {
    const data = host.disk?.etcd;
    return data !== undefined && data.lost === undefined && data.cluster.available && isVoter(data);
  }
  if (isOnNetwork(host)) {
    for (const cluster of world.etcd.values()) if (cluster.available) return true;
    return false;
  }
  return partState(host, "etcd") === "active" && host.disk?.etcd?.cluster.available === true;
}

/** Whether its apiserver answers what other machines ask. */
export function answersOthers(world: World, host: Host): boolean {
  return isOnNetwork(host) && !host.keepsOut && isApiReady(world, host);
}

/** Whoever else has an apiserver that answers others. */
export function readyBeside(world: World, host: Host): readonly Host[] {
  return world.hostList.filter((one) => one !== host && answersOthers(world, one));
}

/** Whether the apiserver that runs was started with a key: the system that is activated may have none any more. */
function encrypts({ reads, unitOf }: Host): boolean {
  return reads.get(unitOf.apiserver)?.includes(ENCRYPTION_KEY) === true;
}

/** What carries the VIP on a host ends; whoever leads others there learns of it in so many seconds. */
export function leaveVip(world: World, host: Host): void {
  if (!host.leftVip) host.ledToUntil = world.agenda.now + world.routersTake * 1000;
  host.leftVip = true;
  if (world.routersTake > 0) world.agenda.after(world.routersTake * 1000, () => world.touch());
  world.touch();
}

/** The VIP stays where it is while it can; who has it is written through, a Secret too. */
export function settleApi(world: World): void {
  const { api } = world;
  const reachable = (host: Host): boolean => isOnNetwork(host) && isApiReady(world, host);
  const isLedTo = (host: Host): boolean =>
    reachable(host) && (!host.leftVip || world.agenda.now < host.ledToUntil);
  if (api.holder === undefined || !isLedTo(api.holder)) {
    api.holder = world.hostList.find((host) => reachable(host) && !host.leftVip);
    api.heldSince = world.agenda.now;
  }
  if (api.holder !== undefined && encrypts(api.holder)) api.encrypted = true;
  if (!api.encrypted) return;
  for (const host of world.hostList) {
    if (!isApiReady(world, host) || encrypts(host) || api.unreadable.has(host)) continue;
    api.unreadable.add(host);
    world.note({ kind: "unreadable", node: host.name });
  }
}
