import { type MachineState, type Step, stepOfLane } from "@quorate/rollout";
import type { Interrupted } from "../terminal/interruption.ts";

/** What is true of a node while a step of this kind is under way; `undefined` where it is untouched so far. */
const WHILE: { readonly [K in Step["kind"]]: ((node: string) => string) | undefined } = {
  "copy-closure": undefined,
  "stage-secrets": undefined,
  "stage-kept": undefined,
  "stage-installation": undefined,
  snapshot: undefined,
  "restore-stage": undefined,
  "restore-stop": (node) => `etcd and the apiserver on ${node} are stopped, or about to`,
  "restore-swap": (node) => `the data of etcd on ${node} are where they were, or beside it`,
  "restore-start": (node) => `what was restored is in place on ${node}, and may not be started yet`,
  "reset-stage": undefined,
  "server-data-aside": (node) => `the data of k3s on ${node} are where they were, or beside it`,
  "server-reset": (node) => `${node} begins anew with the snapshot, and what was there is beside it`,
  "arm-watchdog": undefined,
  "hold-watchdog": (node) => `${node} was changed, and is about to be a member of etcd`,
  "disarm-watchdog": (node) => `${node} was changed, and it is not known whether all of it works`,
  "go-back": (node) => `${node} goes back by itself to what it ran before`,
  "put-secrets": (node) => `each certificate and key of ${node} is the old or the new one`,
  "set-profile": (node) => `${node} runs what it ran, and may boot the new system`,
  switch: (node) => `the activation on ${node} goes on by itself`,
  install: (node) =>
    `the installation of ${node} goes on by itself or was cut off, with its disk half-written`,
  "end-connection": (node) => `${node} was changed and not looked at again`,
  "wait-for-ssh": (node) => `${node} was changed and is waited for`,
  verify: (node) => `${node} was changed and not looked at again`,
  "gate-before": undefined,
  "gate-after": (node) => `${node} was changed, and it is not known whether all of it works`,
  check: undefined,
  health: undefined,
  "remove-secrets": (node) => `${node} is deployed, and may hold files that no longer belong`,
  "restart-readers": (node) => `what reads the renewed files of ${node} is being restarted`,
  "restart-unit": (node) => `what runs on ${node} is being restarted`,
  foresee: undefined,
  "leave-vip": (node) => `${node} leaves the VIP, and takes its part again within ten minutes`,
  "vip-seen": (node) => `${node} was changed, and it is not known whether the VIP leads anywhere`,
  "vip-left": (node) => `${node} has left the VIP, and takes its part again within ten minutes`,
  "return-vip": (node) => `${node} takes its part of the VIP again, within ten minutes by itself`,
  "move-leader": (node) => `the lead of etcd moves away from ${node}`,
  "member-remove": (node) => `etcd may have removed a member, or not, which was done for ${node}`,
  "member-data-aside": (node) => `the data of etcd on ${node} are where they were, or beside it`,
  "member-add": (node) => `${node} may be on etcd's list as a learner, which counts for no quorum`,
  "member-start": (node) => `etcd on ${node} is being started for the first time`,
  "member-promote": (node) => `${node} is a learner of etcd, or a voter already`,
  "server-start": (node) => `k3s on ${node} is being started for the first time, or was stopped again`,
  "token-change": (node) =>
    `the cluster may have a new token, of which ${node} may have the one of before in place`,
  "node-delete": (node) => `a Node may be deleted, or not, which was done for ${node}`,
  "gate-drain": undefined,
  cordon: (node) => `${node} may be cordoned, and runs what it ran`,
  drain: (node) => `${node} is cordoned, and pods have left it; it runs what it ran`,
  "set-boot": (node) => `${node} runs what it ran, and may boot the new system`,
  reboot: (node) => `${node} may be about to reboot`,
  "wait-for-boot": (node) => `${node} was told to reboot and is waited for`,
  uncordon: (node) => `${node} is what it should be, and may still be cordoned`,
  confirm: (node) => `${node} is what it should be, which is not written down on it yet`,
};

/** What is true of the machines before anything is done to them. */
export function untouched(nodes: readonly string[]): Interrupted {
  return { message: untouchedWords(nodes).join(""), hint: AGAIN };
}

const AGAIN = "Run the same command again: it completes what is not done.";

/** What is true of the machines when a deployment ends at once. */
export function deploymentInterrupted(state: MachineState): Interrupted {
  const steps = state.lanes.flatMap((_, lane) => stepOfLane(state, lane) ?? []);
  const told = Object.keys(state.nodes).map((node) => ({ node, words: wordsOf(node, state, steps) }));
  const left = told.flatMap(({ node, words }) => (words === undefined ? [node] : []));
  return {
    message: [...told.flatMap(({ words }) => words ?? []), ...untouchedWords(left)].join("; "),
    hint: steps.some(({ kind }) => kind === "switch")
      ? "Run the same command again to complete it, once the activation has ended (on the machine: systemctl status quorate-switch)."
      : AGAIN,
  };
}

function wordsOf(node: string, state: MachineState, steps: readonly Step[]): string | undefined {
  const step = steps.find((one) => one.node === node);
  if (step?.kind === "vip-seen" && step.when === "before") return undefined;
  if (step !== undefined) return WHILE[step.kind]?.(node);
  const outcome = Object.entries(state.nodes).find(([name]) => name === node)?.[1].outcome;
  if (outcome === "changed") return `${node} is deployed`;
  if (outcome === "failed") return `${node} failed`;
  return outcome === "interrupted" ? `${node} was begun and is not finished` : undefined;
}

function untouchedWords(nodes: readonly string[]): readonly string[] {
  if (nodes.length === 0) return [];
  return [`${listed(nodes)} ${nodes.length === 1 ? "is" : "are"} untouched`];
}

/** `node1`, `node1 and node2`, `node1, node2 and node3`. */
function listed(names: readonly string[]): string {
  const rest = names.slice(0, -1).join(", ");
  return [...(rest === "" ? [] : [rest]), ...names.slice(-1)].join(" and ");
}
