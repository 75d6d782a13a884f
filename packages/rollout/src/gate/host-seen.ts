import type { CommandOutput } from "@quorate/command";
import { type Answers, answersOf } from "../observe/answers.ts";
import { readIssued } from "../observe/host/issued.ts";
import { readServed, type ServedFacts } from "../observe/host/served.ts";
import { fieldOf, listAt, numberAt, readJson, textAt } from "../observe/json.ts";
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
  /** Whether it may go back by itself at any time, which stops its member: a change there is not confirmed. */
  readonly mayGoBack: boolean;
  readonly etcd: EtcdAnswer;
  /** What the apiserver says: `ok`, or else. */
  readonly readyz: string;
  readonly controllerManager: string;
  readonly scheduler: string;
  /** When the lease of either was renewed last, in seconds since 1970. */
  readonly leases: { readonly controllerManager: number | undefined; readonly scheduler: number | undefined };
  readonly kubelet: string;
  readonly node: NodeSeen | undefined;
  readonly kubeVip: KubeVipSeen;
  readonly served: ServedFacts;
  /** Until when what its distribution has issued lasts, by the names of files: as far as it was asked, and told. */
  readonly issued: ReadonlyMap<string, string>;
  /** Its host key, in base64; empty where it did not tell. */
  readonly hostKey: string;
  /** What it has seen of the doors of the host that the gate is about; `undefined` where it was not asked. */
  readonly reached: { readonly ssh: string; readonly apiserver: boolean | undefined } | undefined;
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

/** What carries the VIP. */
export interface KubeVipSeen {
  /** What the API has of its pod: `none` where it knows of no such pod, `unknown` where it did not say. */
  readonly pod: "ready" | "not-ready" | "none" | "unknown";
  /** Seconds for which its program runs; `undefined` where it does not. */
  readonly runsFor: number | undefined;
}

/** Reads what a host has told; `undefined` where it could not be asked. */
export function readHostSeen({ stdout }: CommandOutput): HostSeen | undefined {
  const lines = stdout.split("\n").map((line) => line.trimEnd());
  const start = lines.indexOf(GATE_MARKER);
  if (start < 0) return undefined;
  const said = lines.slice(start + 1);
  const { all, last } = answersOf(said);
  const units = unitsOf(said);
  return {
    uptime: Number(last("uptime")),
    now: Number(last("now")),
    bootId: last("boot-id"),
    units,
    failed: all("failed").map(firstWord),
    failedBefore: all("failed-before").map(firstWord),
    mayGoBack: last("may-go-back") === "yes",
    etcd: etcdOf(last),
    readyz: last("readyz"),
    controllerManager: last("controller-manager"),
    scheduler: last("scheduler"),
    leases: {
      controllerManager: secondsOf(textAt(readJson(last("controller-manager-lease")), "spec", "renewTime")),
      scheduler: secondsOf(textAt(readJson(last("scheduler-lease")), "spec", "renewTime")),
    },
    kubelet: last("kubelet"),
    node: nodeOf(readJson(last("node"))),
    hostKey: last("host-key"),
    reached: reachedOf({ all, last }),
    served: readServed({ all, last }),
    issued: new Map(
      readIssued({ all, last }).flatMap(({ name, notAfter }) =>
        notAfter === undefined ? [] : [[name, notAfter] as const],
      ),
    ),
    kubeVip: kubeVipOf({ all, last }),
    journals: new Map([...units.keys()].map((unit) => [unit, all(`journal-${unit}`)])),
  };
}

/** Whether the question was understood: a host without the program has asked nothing. */
function reachedOf({ all, last }: Answers): HostSeen["reached"] {
  const ssh = last("reached-ssh");
  if (all("reached-ssh").length === 0 || ssh === "unknown") return undefined;
  const apiserver = last("reached-api");
  return { ssh, apiserver: apiserver === "" ? undefined : apiserver === "yes" };
}

function kubeVipOf({ all, last }: Answers): KubeVipSeen {
  const pod = readJson(last("kube-vip"));
  const ready = conditionOf(pod, "Ready");
  // Of two, one of which may be about to end, the one that was started last counts.
  const since = all("kube-vip-since").flatMap((ticks) => (/^\d+$/.test(ticks) ? [Number(ticks) / 100] : []));
  const unseen = fieldOf(pod, "code") === 404 ? "none" : "unknown";
  const seen = isTrue(ready) ? "ready" : "not-ready";
  return {
    pod: ready === undefined ? unseen : seen,
    runsFor: since.length === 0 ? undefined : Number(last("uptime")) - Math.max(...since),
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
  const status = readJson(last("etcd-status"));
  const leader = textAt(status, "leader");
  const members = fieldOf(readJson(last("etcd-members")), "members");
  return {
    healthy: textAt(readJson(last("etcd-health")), "health") === "true",
    memberId: textAt(status, "header", "member_id") || undefined,
    leader: leader === "" || leader === "0" ? undefined : leader,
    applied: numberAt(status, "raftAppliedIndex"),
    errors: listAt(status, "errors").map(String),
    alarms: listAt(readJson(last("etcd-alarms")), "alarms").map((alarm) => String(fieldOf(alarm, "alarm"))),
    members: Array.isArray(members) ? members.map(memberOf) : undefined,
  };
}

function memberOf(value: unknown): MemberAnswer {
  return {
    id: textAt(value, "ID"),
    name: textAt(value, "name"),
    peerUrls: listAt(value, "peerURLs").map(String).sort(),
    learner: fieldOf(value, "isLearner") === true,
  };
}

function nodeOf(node: unknown): NodeSeen | undefined {
  const ready = conditionOf(node, "Ready");
  if (ready === undefined) return undefined;
  return {
    ready: isTrue(ready),
    reason: String(fieldOf(ready, "message") ?? fieldOf(ready, "reason") ?? ""),
    heartbeat: secondsOf(textAt(ready, "lastHeartbeatTime")) ?? 0,
    networkUnavailable: isTrue(conditionOf(node, "NetworkUnavailable")),
  };
}

function conditionOf(object: unknown, type: string): unknown {
  return listAt(object, "status", "conditions").find((condition) => fieldOf(condition, "type") === type);
}

function isTrue(condition: unknown): boolean {
  return fieldOf(condition, "status") === "True";
}

function secondsOf(time: string): number | undefined {
  const milliseconds = Date.parse(time);
  return Number.isNaN(milliseconds) ? undefined : milliseconds / 1000;
}
