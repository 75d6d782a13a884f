import { SSH_HOST_KEY } from "@quorate/cluster";
import type { GateHost } from "@quorate/rollout";
import { isApiReady } from "./api.ts";
import { membersKnownTo, runsEtcd } from "./etcd.ts";
import { type Host, isOnNetwork } from "./host.ts";
import { type Part, partState } from "./parts.ts";
import type { World } from "./world.ts";

// What a real host prints when a gate asks it. The product's own parser reads it.

/** Seconds for which whatever runs has run: a gate's patience is the product's matter, not the world's. */
const RUNNING = 1_000;

/** The answer of a host of ours to what a gate asks of it that is about `touched`. */
export function gateText(world: World, host: Host, asked: GateHost, touched: Host): string {
  const now = world.agenda.now / 1000;
  const ready = isApiReady(world, host);
  const time = new Date(world.agenda.now).toISOString();
  const lease = ready ? JSON.stringify({ spec: { renewTime: time } }) : "";
  return [
    "quorate-gate=1",
    `uptime=${RUNNING}`,
    `now=${Math.floor(now)}`,
    `boot-id=${host.boots}`,
    ...asked.units.flatMap((unit) => unitLines(host, unit)),
    ...(asked.etcd === undefined ? [] : [...goesBackLines(host), ...etcdLines(host)]),
    ...(asked.apiserver === undefined
      ? []
      : [
          `readyz=${ready ? "ok" : ""}`,
          `controller-manager=${isActive(host, "kube-controller-manager") ? "ok" : ""}`,
          `scheduler=${isActive(host, "kube-scheduler") ? "ok" : ""}`,
          `controller-manager-lease=${lease}`,
          `scheduler-lease=${lease}`,
          `kube-vip=${ready && !host.leftVip ? condition(time) : ""}`,
        ]),
    ...(asked.kubelet === undefined ? [] : kubeletLines(world, host, asked, time)),
    ...servedLines(host, asked),
    ...doorLines(host, asked, touched),
    "",
  ].join("\n");
}

/** Its own key, and how far it gets to the doors of the host that the gate is about. */
function doorLines(host: Host, { reaches }: GateHost, touched: Host): readonly string[] {
  const key = (of: Host) => of.disk?.secrets.get(SSH_HOST_KEY) ?? "";
  if (reaches === undefined) return [`host-key=${key(host)}`];
  const isIn = isOnNetwork(host) && isOnNetwork(touched) && !touched.keepsOut && !touched.door.firewall;
  const sshd = isIn && touched.door.port === reaches.sshPort;
  return [
    `reached-ssh=${sshd ? key(touched) : ""}`,
    ...(reaches.apiserver === undefined
      ? []
      : [`reached-api=${isIn && partState(touched, "apiserver") === "active" ? "yes" : "no"}`]),
  ];
}

function goesBackLines({ disk }: Host): readonly string[] {
  const { armed = false, seconds } = disk?.watchdog ?? {};
  return armed && seconds !== undefined ? ["may-go-back=yes"] : [];
}

function unitLines(host: Host, unit: string): readonly string[] {
  const name = unit.replace(/\.service$/, "");
  const state = isActive(host, name) ? "active" : (host.units.get(name) ?? "inactive");
  return [
    "unit-NRestarts=0",
    `unit-Id=${unit}`,
    `unit-ActiveState=${state}`,
    "unit-SubState=running",
    "unit-ActiveEnterTimestampMonotonic=0",
    "unit-",
  ];
}

/** What a system does not speak of runs: this world knows the units alone that matter in it. */
function isActive(host: Host, name: string): boolean {
  if (host.running?.kind !== "ours") return false;
  if (!host.running.system.units.some((unit) => unit.name === name)) return true;
  return host.units.get(name) === "active";
}

/** Which unit serves what. */
const SERVED_BY: { readonly [S in GateHost["serves"][number]["server"]]: Part } = {
  apiserver: "apiserver",
  kubelet: "kubelet",
  "etcd-clients": "etcd",
  "etcd-peers": "etcd",
};

/** Whoever has not read its files since they were renewed serves the old ones. */
function servedLines({ running, disk, units, unitOf, read }: Host, { serves }: GateHost): readonly string[] {
  if (running?.kind !== "ours") return [];
  const { system } = running;
  return serves.flatMap(({ server, file }) => {
    const unit = system.units.find(({ name }) => name === unitOf[SERVED_BY[server]]);
    if (unit === undefined || units.get(unit.name) !== "active" || !read.has(unit.name)) return [];
    // What it has issued itself is in no file of ours.
    const isTheFiles = file === undefined || read.get(unit.name) === disk?.secrets.textOf(unit.needs);
    return [
      `served-${server}=01 Nov 26 10:44:02 2030 GMT`,
      ...(isTheFiles ? [`served-same=${server}`] : []),
      `served-asked=${server}`,
    ];
  });
}

function etcdLines(host: Host): readonly string[] {
  const data = host.disk?.etcd;
  if (data === undefined || !runsEtcd(host)) return [];
  const healthy = data.lost === undefined && data.cluster.available && isOnNetwork(host);
  const members = membersKnownTo(data).map(({ id, name, peerUrl, learner }) => ({
    ID: String(id),
    name,
    peerURLs: [peerUrl],
    ...(learner ? { isLearner: true } : {}),
  }));
  return [
    `etcd-health=${JSON.stringify({ health: String(healthy) })}`,
    `etcd-status=${JSON.stringify({
      header: { member_id: String(data.id) },
      leader: data.cluster.available ? String(data.cluster.leader?.id ?? 0) : "0",
      raftAppliedIndex: String(data.log),
    })}`,
    "etcd-alarms={}",
    `etcd-members=${JSON.stringify({ members })}`,
  ];
}

function kubeletLines(world: World, host: Host, asked: GateHost, time: string): readonly string[] {
  const runs = isActive(host, host.unitOf.kubelet);
  // One that is not let in under its name has nothing to say of itself.
  if (world.kube.holdsNames && !world.kube.isReady(world, host))
    return [`kubelet=${runs ? "ok" : ""}`, "node="];
  const api =
    asked.apiserver === undefined
      ? isOnNetwork(host) && world.api.holder !== undefined && !world.api.holder.keepsOut
      : isApiReady(world, host);
  return [`kubelet=${runs ? "ok" : ""}`, `node=${runs && api ? condition(time) : ""}`];
}

function condition(time: string): string {
  return JSON.stringify({
    status: { conditions: [{ type: "Ready", status: "True", lastHeartbeatTime: time }] },
  });
}
