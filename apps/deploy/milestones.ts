import type { Cluster, HostName } from "@quorate/cluster";
import type { RunEvent, Step } from "@quorate/rollout";

/** What is said of a node when a step on it is begun, and when it is done. */
interface Milestone {
  readonly started?: (node: HostName) => string;
  readonly done?: (node: HostName, cluster: Cluster) => string;
}

const REBUILDING: Milestone = { started: (node) => `Rebuilding NixOS on ${node}` };

/** The steps that a run is followed by, in the words of nk3's, whose users know them. */
const MILESTONES: { readonly [K in Step["kind"]]?: Milestone } = {
  install: { started: (node) => `Installing NixOS on ${node}` },
  switch: REBUILDING,
  "set-boot": REBUILDING,
  drain: { started: (node) => `Draining ${node}` },
  reboot: { started: (node) => `Rebooting ${node}` },
  "wait-for-boot": { done: (node) => `${node} is reachable` },
  "gate-after": { done: readyWords },
};

/** The milestone that a run has come to; `undefined` for all else that happens, and for what is taken back. */
export function milestoneOf({ kind, step, part }: RunEvent, cluster: Cluster): string | undefined {
  if (part === "undo") return undefined;
  const milestone = MILESTONES[step.kind];
  if (kind === "step-started") return milestone?.started?.(step.node);
  return kind === "step-done" ? milestone?.done?.(step.node, cluster) : undefined;
}

function readyWords(node: HostName, { nodes }: Cluster): string {
  const roles = nodes.find(({ name }) => name === node)?.roles;
  return `${roles?.kubelet === false ? "etcd" : "k8s"} is ready on ${node}`;
}
