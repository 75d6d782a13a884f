import { SECRETS_DIRECTORY } from "@quorate/cluster";
import { OPERATIONS, type UnitPart } from "../distribution/operations.ts";
import type { Server } from "../observe/host/served.ts";
import { dueName } from "../plan/renewal.ts";
import type { GateHost } from "./gate-host.ts";
import type { HostSeen, KubeVipSeen } from "./host-seen.ts";

/** What a node is made of, as a gate sees it. In the order in which one needs those before it. */
export type Part =
  | "units"
  | "etcd"
  | "apiserver"
  | "controller-manager"
  | "scheduler"
  | "kubelet"
  | "pod network"
  | "kube-vip";

/** A part and why it is not well. */
export interface Fault {
  readonly part: Part;
  /** The unit whose journal tells more. */
  readonly unit: string;
  /** A clause: `is not ready: [-]etcd failed`. */
  readonly why: string;
  /** What it is told as, where that is no matter of being well. */
  readonly says?: "part-not-well" | "certificate-not-read" | "certificate-not-renewed";
}

/** All that there is to know of a part. */
interface PartKind {
  /** What of the host its unit runs. */
  readonly runsAs: UnitPart;
  /** Why it is not well; `undefined` where it is, or where the host has no such part. */
  readonly fault: (host: GateHost, seen: HostSeen) => string | undefined;
}

/** Seconds after which a lease that was not renewed says that nobody does the work: Kubernetes' own are 15. */
const LEASE_AGE = 30;

/** What there is to know of each part but the units, each of which is one of its own. */
const PARTS: { readonly [P in Exclude<Part, "units">]: PartKind } = {
  etcd: {
    runsAs: "etcd",
    fault: ({ etcd }, seen) => (etcd === undefined ? undefined : etcdFault(seen)),
  },
  apiserver: {
    runsAs: "apiserver",
    fault: ({ apiserver }, { readyz }) =>
      apiserver === undefined || readyz === "ok"
        ? undefined
        : readyz === ""
          ? `does not answer at ${apiserver.url}/readyz`
          : `is not ready: ${readyz.slice(0, 200)}`,
  },
  "controller-manager": {
    runsAs: "controller-manager",
    fault: (host, seen) =>
      host.apiserver && controllerFault(seen.controllerManager, seen.leases.controllerManager, seen),
  },
  scheduler: {
    runsAs: "scheduler",
    fault: (host, seen) => host.apiserver && controllerFault(seen.scheduler, seen.leases.scheduler, seen),
  },
  kubelet: { runsAs: "kubelet", fault: (host, seen) => host.kubelet && kubeletFault(host, seen) },
  "pod network": {
    runsAs: "pod network",
    fault: ({ kubelet }, { node }) =>
      kubelet !== undefined && node?.networkUnavailable === true ? "is not there, says the API" : undefined,
  },
  "kube-vip": {
    runsAs: "kubelet",
    fault: ({ apiserver, kubelet, vip }, { kubeVip }) =>
      !vip || apiserver === undefined || kubelet === undefined || carriesVip(kubeVip)
        ? undefined
        : "has no pod that is ready",
  },
};

/** Seconds after which a program that runs is not taken for one that is about to end again. */
const SETTLED = 10;

/** Nothing asks it whether it is ready, so its pod is as soon as its program runs; the API may hear of the pod late. */
function carriesVip({ pod, runsFor = 0 }: KubeVipSeen): boolean {
  return pod === "ready" || (pod === "none" && runsFor >= SETTLED);
}

/** Units that must run whatever was before: failed or not, they are never a mere warning. */
function unitFaults({ units: wanted }: GateHost, { units }: HostSeen): readonly Fault[] {
  return wanted.flatMap((unit): readonly Fault[] => {
    const state = units.get(unit);
    if (state?.active === "active") return [];
    const word = state === undefined ? "unknown" : `${state.active} (${state.sub})`;
    const often = state !== undefined && state.restarts > 0 ? `, started anew ${state.restarts} times` : "";
    return [{ part: "units", unit, why: `is ${word}${often}` }];
  });
}

/** Who serves what. */
const PART_OF_SERVER: { readonly [S in Server]: UnitPart } = {
  apiserver: "apiserver",
  kubelet: "kubelet",
  "etcd-clients": "etcd",
  "etcd-peers": "etcd",
};

/**
 * A renewal has an effect where what is served is what lies in the file. Who serves nothing is not well for another
 * reason, or is on a host that can't tell.
 */
function servedFaults({ serves, distribution }: GateHost, { served }: HostSeen): readonly Fault[] {
  return serves.flatMap(({ server, file }): readonly Fault[] => {
    const one = served[server];
    if (one === undefined || !one.known || one.value.isTheFiles) return [];
    const why = `serves another certificate (serial ${one.value.serial}, until ${one.value.notAfter.slice(0, 10)}) than that in ${SECRETS_DIRECTORY}/${file}.crt: it has not read it again`;
    return [
      {
        part: "units",
        unit: OPERATIONS[distribution].unitOf[PART_OF_SERVER[server]],
        why,
        says: "certificate-not-read",
      },
    ];
  });
}

/** What was due when it was restarted lasts longer since, also as it is served: who does not tell that has not shown it. */
function renewalFaults(
  { renews = [], distribution }: GateHost,
  { served, issued }: HostSeen,
): readonly Fault[] {
  const { issues } = OPERATIONS[distribution];
  if (issues === undefined) return [];
  return renews.flatMap((one): readonly Fault[] => {
    const shown = one.kind === "file" ? undefined : served[one.server];
    const now = one.kind === "file" ? issued.get(one.name) : shown?.known ? shown.value.notAfter : undefined;
    if (now !== undefined && Date.parse(now) > Date.parse(one.notAfter)) return [];
    const why =
      now === undefined
        ? `does not tell until when ${dueName(one)} lasts since it was restarted`
        : `was restarted and has not renewed ${dueName(one)}, which lasts until ${now.slice(0, 10)}`;
    return [{ part: "units", unit: issues.unit, why, says: "certificate-not-renewed" }];
  });
}

/** Whether a failed unit is no more than a remark: it waits for something that is not there, and nothing waits for it. */
function isNeverAFault(unit: string): boolean {
  return /-wait-online(@[^.]*)?\.service$/.test(unit);
}

/** Everything of a node that is not well, the parts that others need first. */
export function faultsOf(host: GateHost, seen: HostSeen): readonly Fault[] {
  const ours = new Set(host.units);
  const before = new Set(seen.failedBefore);
  const failed = seen.failed.filter((unit) => !ours.has(unit) && !before.has(unit) && !isNeverAFault(unit));
  return [
    ...unitFaults(host, seen),
    ...failed.map((unit): Fault => ({ part: "units", unit, why: "has failed, and had not before" })),
    ...servedFaults(host, seen),
    ...renewalFaults(host, seen),
    ...(Object.keys(PARTS) as (keyof typeof PARTS)[]).flatMap((part): readonly Fault[] => {
      const { runsAs, fault } = PARTS[part];
      const why = fault(host, seen);
      return why === undefined ? [] : [{ part, unit: OPERATIONS[host.distribution].unitOf[runsAs], why }];
    }),
  ];
}

/** The same of a node whose etcd waits for others: neither it nor an apiserver can answer. */
export function faultsWithoutQuorum(host: GateHost, seen: HostSeen): readonly Fault[] {
  const { unitOf } = OPERATIONS[host.distribution];
  const needQuorum = new Set(NEED_QUORUM.map((part) => unitOf[part]));
  // Where all of it is one unit, etcd is in it, which waits for its quorum and runs.
  return unitFaults(host, seen).filter(({ unit }) => !needQuorum.has(unit) || unit === unitOf.etcd);
}

/** What may end and be started anew while there is no quorum. */
const NEED_QUORUM = ["apiserver", "controller-manager", "scheduler"] as const;

function etcdFault({ etcd }: HostSeen): string | undefined {
  if (!etcd.healthy) return "is not healthy: it cannot read what a majority agrees on";
  if (etcd.leader === undefined) return "has no leader";
  if (etcd.alarms.length > 0) return `has an alarm: ${etcd.alarms.join(", ")}`;
  return etcd.errors.length > 0 ? `complains: ${etcd.errors.join("; ")}` : undefined;
}

function controllerFault(health: string, renewed: number | undefined, { now }: HostSeen): string | undefined {
  if (health !== "ok") return health === "" ? "does not answer" : `is not healthy: ${health.slice(0, 200)}`;
  if (renewed === undefined) return "has a lease that nobody holds";
  const age = Math.round(now - renewed);
  return age > LEASE_AGE ? `has a lease that was last renewed ${age} s ago` : undefined;
}

/** A Ready that is older than the kubelet that runs is not its word. */
function kubeletFault(
  { distribution }: GateHost,
  { kubelet, node, now, uptime, units }: HostSeen,
): string | undefined {
  if (kubelet !== "ok")
    return kubelet === "" ? "does not answer" : `is not healthy: ${kubelet.slice(0, 200)}`;
  if (node === undefined) return "is not known to the API, or that does not answer";
  if (!node.ready) return `is not Ready: ${node.reason}`;
  const unit = OPERATIONS[distribution].unitOf.kubelet;
  const since = now - (uptime - (units.get(unit)?.since ?? uptime));
  // The API tells whole seconds.
  return node.heartbeat + 1 < since ? "has not reported since it was started" : undefined;
}
