import type { RunEvent, Step } from "@quorate/rollout";
import type { Interrupted } from "../terminal/interruption.ts";

/** What is true of a node while a step of this kind is under way; `undefined` where it is untouched so far. */
const WHILE: { readonly [K in Step["kind"]]: ((node: string) => string) | undefined } = {
  "copy-closure": undefined,
  "stage-secrets": undefined,
  "stage-installation": undefined,
  "put-secrets": (node) => `each certificate and key of ${node} is the old or the new one`,
  "set-profile": (node) => `${node} runs what it ran, and may boot the new system`,
  switch: (node) => `the activation on ${node} goes on by itself`,
  install: (node) =>
    `the installation of ${node} goes on by itself or was cut off, with its disk half-written`,
  "end-connection": (node) => `${node} was changed and not looked at again`,
  "wait-for-ssh": (node) => `${node} was changed and is waited for`,
  verify: (node) => `${node} was changed and not looked at again`,
  confirm: (node) => `${node} is what it should be, which is not written down on it yet`,
};

/**
 * What is true of the machines when a deployment is interrupted: `nodes` are those to be changed, `events` what
 * happened so far.
 */
export function deploymentInterrupted(nodes: readonly string[], events: readonly RunEvent[]): Interrupted {
  const last = new Map<string, RunEvent>(events.map((event) => [event.step.node, event]));
  const told = nodes.flatMap((node) => wordsOf(node, last.get(node)) ?? []);
  const untouched = nodes.filter((node) => wordsOf(node, last.get(node)) === undefined);
  return {
    message: [
      ...told,
      ...(untouched.length === 0
        ? []
        : [`${listed(untouched)} ${untouched.length === 1 ? "is" : "are"} untouched`]),
    ].join("; "),
    hint: [...last.values()].some(({ kind, step }) => kind === "step-started" && step.kind === "switch")
      ? "Run the same command again to complete it, once the activation has ended (on the machine: systemctl status quorate-switch)."
      : "Run the same command again: it completes what is not done.",
  };
}

function wordsOf(node: string, event: RunEvent | undefined): string | undefined {
  if (event === undefined) return undefined;
  if (event.kind === "step-failed") return `${node} failed`;
  if (event.kind === "step-done" && event.step.kind === "confirm") return `${node} is deployed`;
  return WHILE[event.step.kind]?.(node);
}

/** `node1`, `node1 and node2`, `node1, node2 and node3`. */
function listed(names: readonly string[]): string {
  const rest = names.slice(0, -1).join(", ");
  return [...(rest === "" ? [] : [rest]), ...names.slice(-1)].join(" and ");
}
