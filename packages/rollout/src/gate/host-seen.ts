import type { CommandOutput } from "@quorate/command";
import { GATE_MARKER } from "./question.ts";

/** What a host has told a gate. What it did not tell is `undefined`, which is never taken for well. */
export interface HostSeen {
  /** Seconds since its kernel was started. */
  readonly uptime: number;
  /** Seconds since 1970, by its own clock. */
  readonly now: number;
  readonly bootId: string;
  readonly units: ReadonlyMap<string, UnitSeen>;
  /** Names of failed units, and of those that were failed when what is confirmed last was still in effect. */
  readonly failed: readonly string[];
  readonly failedBefore: readonly string[];
  readonly etcd: EtcdAnswer;
  /** What the apiserver says: `ok`, or else. */
  readonly readyz: string;
  readonly controllerManager: string;
  readonly scheduler: string;
  /** When the lease of either was renewed last, in seconds since 1970. */
  readonly leases: { readonly controllerManager: number | undefined; readonly scheduler: number | undefined };
  readonly kubelet: string;
  readonly node: NodeSeen | undefined;
  readonly kubeVipReady: boolean;
  /** The last lines of each unit's journal. */
  readonly journals: ReadonlyMap<string, readonly string[]>;
}

/** A unit, in systemd's words. */
export interface UnitSeen {
  readonly active: string;
  readonly sub: string;
  /** How often systemd has started it anew by itself. */
  readonly restarts: number;
  /** Seconds since the kernel was started. */
  readonly since: number;
}

/** What a member says of itself and of the others. */
export interface EtcdAnswer {
  /** Whether it could read what a majority agrees on. */
  readonly healthy: boolean;
  readonly memberId: string | undefined;
  /** `undefined` also where there is none. */
  readonly leader: string | undefined;
  readonly applied: number | undefined;
  readonly errors: readonly string[];
  readonly alarms: readonly string[];
  readonly members: readonly MemberAnswer[] | undefined;
}

/** A member on a member's list. */
export interface MemberAnswer {
  readonly id: string;
  readonly name: string;
  readonly peerUrls: readonly string[];
  readonly learner: boolean;
}

/** What the API has of a node. */
export interface NodeSeen {
  readonly ready: boolean;
  readonly reason: string;
  /** When its kubelet said so last, in seconds since 1970. */
  readonly heartbeat: number;
  readonly networkUnavailable: boolean;
}

/** Reads what a host has told; `undefined` where it could not be asked. */
export function readHostSeen({ stdout }: CommandOutput): HostSeen | undefined {
  const lines = stdout.split("\n").map((line) => line.trimEnd());
  const start = lines.indexOf(GATE_MARKER);
  if (start < 0) return undefined;
  const answers = lines.slice(start + 1);
  const all = (key: string): readonly string[] =>
    answers.flatMap((line) => (line.startsWith(`${key}=`) ? [line.slice(key.length + 1)] : []));
  const last = (key: string): string => all(key).at(-1) ?? "";
  const units = unitsOf(answers);
  return {
    uptime: Number(last("uptime")),
    now: Number(last("now")),
    bootId: last("boot-id"),
    units,
    failed: all("failed").map(firstWord),
    failedBefore: all("failed-before").map(firstWord),
    etcd: etcdOf(last),
    readyz: last("readyz"),
    controllerManager: last("controller-manager"),
    scheduler: last("scheduler"),
    leases: {
      controllerManager: secondsOf(at(json(last("controller-manager-lease")), "spec", "renewTime")),
      scheduler: secondsOf(at(json(last("scheduler-lease")), "spec", "renewTime")),
    },
    kubelet: last("kubelet"),
    node: nodeOf(json(last("node"))),
    kubeVipReady: conditionOf(json(last("kube-vip")), "Ready")?.["status"] === "True",
    journals: new Map([...units.keys()].map((unit) => [unit, all(`journal-${unit}`)])),
  };
}

function firstWord(line: string): string {
  return line.trim().split(" ")[0] ?? "";
}

/** systemd prints the properties of a unit in an order of its own, and an empty line between two units. */
function unitsOf(lines: readonly string[]): ReadonlyMap<string, UnitSeen> {
  const units = new Map<string, UnitSeen>();
  let properties = new Map<string, string>();
  const keep = (): void => {
    const name = properties.get("Id");
    if (name !== undefined) {
      units.set(name, {
        active: properties.get("ActiveState") ?? "",
        sub: properties.get("SubState") ?? "",
        restarts: Number(properties.get("NRestarts") ?? 0),
        since: Number(properties.get("ActiveEnterTimestampMonotonic") ?? 0) / 1_000_000,
      });
    }
    properties = new Map();
  };
  for (const line of lines) {
    if (!line.startsWith("unit-")) continue;
    const [key = "", ...value] = line.slice("unit-".length).split("=");
    if (key === "") keep();
    else properties.set(key, value.join("="));
  }
  keep();
  return units;
}

function etcdOf(last: (key: string) => string): EtcdAnswer {
  const status = json(last("etcd-status"));
  const leader = textAt(status, "leader");
  const applied = textAt(status, "raftAppliedIndex");
  const members = at(json(last("etcd-members")), "members");
  const alarms = at(json(last("etcd-alarms")), "alarms");
  const errors = at(status, "errors");
  return {
    healthy: at(json(last("etcd-health")), "health") === "true",
    memberId: textAt(status, "header", "member_id"),
    leader: leader === "0" ? undefined : leader,
    applied: applied === undefined ? undefined : Number(applied),
    errors: Array.isArray(errors) ? errors.map(String) : [],
    alarms: Array.isArray(alarms) ? alarms.map((alarm) => String(at(alarm, "alarm"))) : [],
    members: Array.isArray(members) ? members.map(memberOf) : undefined,
  };
}

function memberOf(value: unknown): MemberAnswer {
  const urls = at(value, "peerURLs");
  return {
    id: textAt(value, "ID") ?? "",
    name: textAt(value, "name") ?? "",
    peerUrls: Array.isArray(urls) ? urls.map(String).sort() : [],
    learner: at(value, "isLearner") === true,
  };
}

function nodeOf(node: unknown): NodeSeen | undefined {
  const ready = conditionOf(node, "Ready");
  if (ready === undefined) return undefined;
  return {
    ready: ready["status"] === "True",
    reason: String(ready["message"] ?? ready["reason"] ?? ""),
    heartbeat: secondsOf(ready["lastHeartbeatTime"]) ?? 0,
    networkUnavailable: conditionOf(node, "NetworkUnavailable")?.["status"] === "True",
  };
}

function conditionOf(object: unknown, type: string): { readonly [key: string]: unknown } | undefined {
  const conditions = at(object, "status", "conditions");
  if (!Array.isArray(conditions)) return undefined;
  return conditions.find((condition) => at(condition, "type") === type);
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function at(value: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (part, key) =>
      typeof part === "object" && part !== null && Object.hasOwn(part, key)
        ? (part as { readonly [key: string]: unknown })[key]
        : undefined,
    value,
  );
}

function textAt(value: unknown, ...path: readonly string[]): string | undefined {
  const found = at(value, ...path);
  return typeof found === "string" ? found : undefined;
}

function secondsOf(time: unknown): number | undefined {
  const milliseconds = typeof time === "string" ? Date.parse(time) : Number.NaN;
  return Number.isNaN(milliseconds) ? undefined : milliseconds / 1000;
}
