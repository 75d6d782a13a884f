import type { CommandOutput } from "@quorate/command";
import type { GateHost } from "../gate/gate-host.ts";
import { GATE_MARKER } from "../gate/question.ts";

/** For tests: what differs from a host that is well. A value of a key replaces all lines of that key. */
export interface GateChanges {
  readonly [key: string]: string | undefined;
}

/** Seconds for which everything runs on a host of these tests. */
const RUNNING = 1_000;

/** The host key that a node shows. */
const TEST_HOST_KEY = "AAAAC3NzaC1lZDI1NTE5AAAAIH";

const NOW = "2026-11-26T11:00:00.000000Z";

/** For tests: the members of an etcd of these names, as a member tells them. */
export function membersText(names: readonly string[], more: object = {}): string {
  return JSON.stringify({
    members: names.map((name, index) => ({
      ID: `10${index}`,
      name,
      peerURLs: [`https://${name}:2380`],
      clientURLs: [`https://${name}:2379`],
      ...(index === names.length - 1 ? more : {}),
    })),
  });
}

/** For tests: the answer of a host that is well, but for `changes`; `members` are etcd's. */
export function gateAnswer(
  host: GateHost,
  members: readonly string[],
  changes: GateChanges = {},
  units: { readonly [unit: string]: string } = {},
): CommandOutput {
  const lease = JSON.stringify({ spec: { renewTime: NOW } });
  const lines: { readonly [key: string]: string | undefined } = {
    uptime: String(RUNNING + 1),
    now: String(Date.parse(NOW) / 1000 + 1),
    "boot-id": "b",
    ...(host.reaches === undefined
      ? {}
      : {
          "reached-ssh": TEST_HOST_KEY,
          ...(host.reaches.apiserver === undefined ? {} : { "reached-api": "yes" }),
        }),
    ...Object.fromEntries(
      host.serves.map(({ server }) => [`served-${server}`, "0A:FF Nov 26 10:44:02 2027 GMT"]),
    ),
    "host-key": TEST_HOST_KEY,
    ...(host.etcd === undefined
      ? {}
      : {
          "etcd-health": '{"health":"true"}',
          "etcd-status": '{"header":{"member_id":"100"},"leader":"100","raftAppliedIndex":"5000"}',
          "etcd-alarms": "{}",
          "etcd-members": membersText(members),
        }),
    ...(host.apiserver === undefined
      ? {}
      : {
          readyz: "ok",
          "controller-manager": "ok",
          scheduler: "ok",
          "controller-manager-lease": lease,
          "scheduler-lease": lease,
          "kube-vip": condition("Ready", "True"),
        }),
    ...(host.kubelet === undefined ? {} : { kubelet: "ok", node: condition("Ready", "True") }),
    ...changes,
  };
  const serves = host.serves.flatMap(({ server }) => [
    `served-asked=${server}`,
    ...(changes[`served-${server}`] === undefined ? [`served-same=${server}`] : []),
  ]);
  const told = Object.entries(lines).flatMap(([key, value]) =>
    value === undefined ? [] : [`${key}=${value}`],
  );
  const states = host.units.flatMap((unit) => [
    `unit-NRestarts=0`,
    `unit-Id=${unit}`,
    `unit-ActiveState=active`,
    `unit-SubState=running`,
    `unit-ActiveEnterTimestampMonotonic=1000000`,
    ...(units[unit] ?? "")
      .split(" ")
      .filter(Boolean)
      .map((line) => `unit-${line}`),
    "unit-",
  ]);
  return { code: 0, stdout: [GATE_MARKER, ...told, ...serves, ...states].join("\n"), stderr: "" };
}

/** For tests: an object with a condition in its status. */
export function condition(type: string, status: string, more: object = {}): string {
  return JSON.stringify({
    status: { conditions: [{ type, status, lastHeartbeatTime: NOW, ...more }] },
  });
}
