import { isApiReady } from "./api.ts";
import { isStartedTo, isVoter, membersKnownTo, runsEtcd } from "./etcd.ts";
import { type Host, isOnNetwork } from "./host.ts";
import { nodeList } from "./kube-text.ts";
import { partState } from "./parts.ts";
import { inhibitorsOf, kernelOf, type System } from "./system.ts";
import type { World } from "./world.ts";

// What a real host prints when it is looked at. The product's own parser reads it: a test holds the two together.

/** SQLite's file of a server of k3s'. */
const SQLITE = "/var/lib/rancher/k3s/server/db/state.db";

/** Where a program says that nothing is. */
const NOT_FOUND = "";

/** The answer of a host of ours. `asksEtcd`: whether it is asked about that, as the hosts of members are. */
export function probeText(world: World, host: Host, asksEtcd: boolean): string {
  const { disk, running } = host;
  const system = running?.kind === "ours" ? running.system : undefined;
  const lines = [
    "quorate-probe=1",
    ...(system === undefined ? [] : ["nixos=yes"]),
    `current=${system?.path ?? NOT_FOUND}`,
    `profile=${disk?.profile?.path ?? NOT_FOUND}`,
    `fingerprint=${system?.fingerprint ?? NOT_FOUND}`,
    `etcd=${etcdUnit(host)}`,
    `activation=${ACTIVATION_WORDS[host.activation]}`,
    ...confirmedLines(host),
    ...[...(disk?.unread ?? [])].map((reader) => `unread=${reader}`),
    ...(world.tellsKept ? keptLines(host) : []),
    // Who has not left it has nothing to say of that here.
    ...(host.leftVip ? ["vip-left=yes"] : []),
    ...((host.leftVip || system?.server !== undefined) && isApiReady(world, host) ? ["readyz=200"] : []),
    ...(asksEtcd ? etcdLines(host) : []),
    ...(system?.server === undefined ? [] : [`flags=${JSON.stringify(system.server.flags)}`]),
    ...bootLines(host),
    ...(world.kube.begun ? [...partLines("running", system), ...partLines("booted", host.booted)] : []),
    ...(world.kube.begun && isApiReady(world, host) ? [`api-NodeList=${nodeList(world)}`] : []),
  ];
  if (disk !== undefined) lines.push(disk.secrets.listed("secret="));
  lines.push("");
  return lines.join("\n");
}

/** One that was told whom to join ends, and is started anew at once: mostly it is seen to run. */
function etcdUnit(host: Host): string {
  const state = partState(host, "etcd") ?? "inactive";
  return state === "activating" && host.told !== undefined ? "active" : state;
}

/** The rooms of /boot, in KiB, where anybody asks. */
function bootLines({ disk }: Host): readonly string[] {
  const free = disk?.boot.free;
  if (free === undefined) return [];
  return [`space-boot=${free * 1024} ${512 * 1024}`, ...partLines("profile", disk?.profile)];
}

function partLines(name: string, system: System | undefined): readonly string[] {
  if (system === undefined) return [];
  return [
    `${name}-path=${system.path}`,
    `${name}-kernel=${kernelOf(system)}`,
    `${name}-inhibitors=${inhibitorsOf(system)}`,
  ];
}

const ACTIVATION_WORDS: { readonly [A in Host["activation"]]: string } = {
  idle: "inactive",
  running: "activating",
  failed: "failed",
};

function confirmedLines({ disk }: Host): readonly string[] {
  const confirmed = disk?.confirmed;
  if (confirmed === undefined) return [];
  return [
    `confirmed-closure=${confirmed.closure}`,
    `confirmed-fingerprint=${confirmed.fingerprint}`,
    "confirmed-boot_id=0",
  ];
}

/** What it ran before; every version is the same here. */
function keptLines({ disk }: Host): readonly string[] {
  const kept = disk?.rollback ?? disk?.watchdog;
  if (disk === undefined || kept === undefined) return [];
  return [
    ...(disk.watchdog?.armed === true ? ["watchdog=armed"] : []),
    ...(disk.rollback === undefined ? [] : ["kept-begun=yes"]),
    `kept-closure=${kept.previous.path}`,
    ...(disk.store.has(kept.previous.path) ? ["kept-there=yes"] : []),
    `kept-fingerprint=${kept.previous.fingerprint}`,
    ...partLines("kept", kept.previous),
    ...(kept.previous.server === undefined
      ? []
      : [`kept-flags=${JSON.stringify(kept.previous.server.flags)}`]),
    ...[...kept.secrets].flatMap(([file, digest]) => [
      `kept-secret=${digest}  ./${file}`,
      `kept-file=root 600 ./${file}`,
    ]),
  ];
}

function etcdLines(host: Host): readonly string[] {
  const data = host.disk?.etcd;
  const lines = [`etcd-data=${data === undefined ? "no" : "yes"}`];
  if (host.disk?.joining === true) lines.push("etcd-joining=yes");
  if (host.disk?.alone === true) lines.push(`etcd-other-data=${SQLITE}`);
  if (data === undefined || !runsEtcd(host)) return lines;
  const healthy = data.lost === undefined && data.cluster.available && isOnNetwork(host);
  lines.push(`etcd-health=${JSON.stringify({ health: String(healthy) })}`);
  const members = membersKnownTo(data).map(({ id, name, peerUrl, learner }) => {
    const started = isStartedTo(data, id);
    // A member that was added has no name before its first start.
    return {
      id,
      peerURLs: [peerUrl],
      ...(learner ? { isLearner: true } : {}),
      name: started || data.told === 1 ? name : "",
      ...(started ? { clientURLs: [peerUrl.replace("2380", "2379")] } : {}),
    };
  });
  const well = data.lost === undefined && data.cluster.available && isOnNetwork(host);
  lines.push(
    `etcd-status=${JSON.stringify({
      header: { cluster_id: String(data.cluster.id), member_id: String(data.id) },
      leader: String(data.cluster.available ? (data.cluster.leader?.id ?? 0) : 0),
      version: "3.6.0",
      ...(isVoter(data) ? {} : { isLearner: true }),
    })}`,
    `etcd-health=${JSON.stringify({ health: String(well) })}`,
    "etcd-members=HTTP/1.1 200 OK",
    `etcd-members=X-Etcd-Cluster-Id: ${data.cluster.id.toString(16)}`,
    "etcd-members=",
    `etcd-members=${JSON.stringify(members)}`,
  );
  return lines;
}
