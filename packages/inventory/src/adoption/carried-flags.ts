import { holdsSecret, K3S_ADD_ONS, namesSecret, RESERVED_K3S_FLAGS, type TaintSpec } from "@quorate/cluster";
import { AGREED_FLAGS } from "./agreed-flags.ts";
import type { ToldRunning } from "./agreement.ts";

/** What k3s is told on a machine beside what is the cluster's. */
export interface CarriedFlags {
  readonly labels: { readonly [key: string]: string };
  readonly taints: readonly TaintSpec[];
  /** Whether ordinary pods are kept away by a server's own taint. */
  readonly reserved: boolean;
  /** Whatever machines.ts has no word for, word by word. */
  readonly extraFlags: readonly string[];
  /** What has no place, with why. */
  readonly left: readonly string[];
}

/** What Quorate says itself, of the machine or of all, or what counts at a first start alone. */
const SAID_ALREADY: ReadonlySet<string> = new Set<string>([
  ...AGREED_FLAGS,
  ...["agent-token", "agent-token-file", "cluster-init", "config", "server", "token", "token-file"],
  ...["data-dir", "etcd-disable-snapshots", "etcd-snapshot-retention", "etcd-snapshot-schedule-cron"],
  ...["node-ip", "node-name", "tls-san"],
]);

/** Variables that NixOS gives every unit, or that say what Quorate says itself. */
const OWN_VARIABLES: ReadonlySet<string> = new Set([
  ...["PATH", "LOCALE_ARCHIVE", "TZDIR"],
  ...[
    "K3S_AGENT_TOKEN",
    "K3S_AGENT_TOKEN_FILE",
    "K3S_CLUSTER_INIT",
    "K3S_TOKEN",
    "K3S_TOKEN_FILE",
    "K3S_URL",
  ],
]);

/** What keeps ordinary pods from a server. */
export const CONTROL_PLANE_TAINT: TaintSpec = {
  key: "node-role.kubernetes.io/control-plane",
  effect: "NoSchedule",
};

const EFFECTS = ["NoSchedule", "PreferNoSchedule", "NoExecute"] as const;

/** What of a machine's flags goes where; what goes nowhere is told. */
export function carriedFlags({ k3s, answer, node }: ToldRunning): CarriedFlags {
  const labels: (readonly [string, string])[] = [];
  const taints: TaintSpec[] = [];
  const extraFlags: string[] = [];
  const left: string[] = [];
  let reserved = false;
  // As packages/nixos says them (k3s/service.ts).
  const ours = new Map([
    ["flannel-iface", node.interface ?? answer.interface],
    ["resolv-conf", "/run/systemd/resolve/resolv.conf"],
  ]);
  for (const [name, given] of k3s.flags) {
    if (SAID_ALREADY.has(name)) continue;
    const values: readonly (string | undefined)[] = given.length === 0 ? [undefined] : given;
    for (const value of values) {
      const taint = name === "node-taint" ? taintOf(value ?? "") : undefined;
      const why = whyLeft(name, value);
      if (name === "node-label" && value !== undefined) {
        const [key = "", ...rest] = value.split("=");
        labels.push([key, rest.join("=")]);
      } else if (k3s.role === "server" && isControlPlane(taint)) reserved = true;
      else if (taint !== undefined) taints.push(taint);
      else if (value !== undefined && ours.get(name) === value) continue;
      else if (why !== undefined) left.push(`${wordOf(name, why.shows ? value : undefined)} (${why.words})`);
      else extraFlags.push(wordOf(name, value));
    }
  }
  for (const name of k3s.flags.get("disable") ?? []) {
    if (name === "" || K3S_ADD_ONS.some((one) => one === name)) continue;
    left.push(`${wordOf("disable", name)} (no part of k3s' own)`);
  }
  for (const name of k3s.variables) {
    if (!OWN_VARIABLES.has(name)) left.push(`${name} (a variable of its unit)`);
  }
  return { labels: Object.fromEntries(labels), taints, reserved, extraFlags, left };
}

/** Why a flag can't be handed on as it is. */
function whyLeft(
  name: string,
  value: string | undefined,
): { readonly words: string; readonly shows: boolean } | undefined {
  // All of them or none: with a part of it k3s has a place for its snapshots that it can't get into.
  if (/^etcd-s3(-|$)/.test(name)) return { words: "snapshots in S3 take a secret", shows: false };
  if (value === "hidden") return { words: "its value stayed on the machine", shows: false };
  const [key = ""] = value?.split("=") ?? [];
  if (namesSecret(name) || namesSecret(key) || holdsSecret(value ?? "")) {
    return { words: "it may be a secret", shows: false };
  }
  const reserved = RESERVED_K3S_FLAGS.get(name);
  if (reserved !== undefined) return { words: reserved, shows: true };
  if (name === "node-taint") return { words: "no taint that Kubernetes has", shows: true };
  if (name === "kubelet-arg" && value?.startsWith("config=") === true) {
    return {
      words: "the kubelet has a file of Quorate's: write its fields into k3s({ kubelet })",
      shows: true,
    };
  }
  if (/(^|[=,:])\/(nix|etc|run)\//.test(value ?? "")) {
    return { words: "a file of the configuration that the machine has now, which goes with it", shows: true };
  }
  // Nothing is quoted on the way to systemd.
  if (!/^[^\s%$"'\\;]*$/.test(value ?? "")) return { words: "systemd would split or expand it", shows: true };
  return undefined;
}

function isControlPlane(taint: TaintSpec | undefined): boolean {
  return taint?.key === CONTROL_PLANE_TAINT.key && taint.effect === CONTROL_PLANE_TAINT.effect;
}

function wordOf(name: string, value: string | undefined): string {
  return value === undefined ? `--${name}` : `--${name}=${value}`;
}

/** `key=value:Effect`, or `key:Effect`. */
function taintOf(text: string): TaintSpec | undefined {
  const [, key, value, written] = /^([^=:]+)(?:=([^:]*))?:(\w+)$/.exec(text) ?? [];
  const effect = EFFECTS.find((one) => one === written);
  if (key === undefined || effect === undefined) return undefined;
  return value === undefined || value === "" ? { key, effect } : { key, value, effect };
}
