import type { HostName } from "@quorate/cluster";
import { problem, type RolloutProblem } from "../problem-kind.ts";
import type { StepKind } from "./step-kind.ts";
import { askedThere, type VipAsked, vipQuestion } from "./vip-question.ts";

/**
 * Asks whether anybody answers at the VIP: before a master is touched, and after it, where somebody did before. That
 * whatever carries it runs says nothing of that. Changes nothing.
 */
export interface VipSeenStep extends VipAsked {
  readonly node: HostName;
  readonly when: "before" | "after";
}

/** Connections that are made before: one that gets through is enough. */
const CONNECTIONS_BEFORE = 2;

/** Seconds that routers and neighbours may take to learn of who carries it now: BGP's sessions are begun anew slowly. */
const SEEN_TIMEOUT = 180;

/** Seconds for which it has to be seen. */
const SEEN_FOR = 2;

/** See {@link VipSeenStep}. */
export const vipSeen: StepKind<VipSeenStep> = {
  phase: "gate",
  describe: ({ when }) =>
    when === "before" ? "asking whether the VIP is reached" : "asking whether the VIP is still reached",
  isNeeded: ({ when }, learned) => when === "before" || learned.vipSeen === true,
  commands: (step, paths) =>
    vipQuestion(step, paths, step.when === "before" ? CONNECTIONS_BEFORE : undefined),
  judge: ({ node, when }, _, { outputs }) => {
    const isSeen = askedThere(outputs) !== "nowhere";
    // Where nobody who is asked reaches it, a network that keeps them out is as likely as a VIP that nobody has.
    if (when === "before") return { kind: "done", learned: { vipSeen: isSeen } };
    if (isSeen) return { kind: "steady", forSeconds: SEEN_FOR };
    return {
      kind: "ask-again",
      withinSeconds: SEEN_TIMEOUT,
      problem: vipLost(node, `the VIP was reached before ${node} was touched, and nobody reaches it now`),
    };
  },
};

/** What it means that nobody answers at the VIP any more. */
export function vipLost(node: HostName, message: string): RolloutProblem {
  return problem(
    "vip-lost",
    node,
    message,
    "No further node was touched. See what carries the VIP on each master (crictl logs of kube-vip), with BGP the router's sessions and routes, with ARP who has it (ip -o address show); a configuration under which no master carries it must not go to all of them. Then run the same command again",
  );
}
