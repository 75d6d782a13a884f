import type { HostName } from "@quorate/cluster";
import type { CommandOutput } from "@quorate/command";
import { answersOf, numberSaid } from "../observe/answers.ts";
import { problem, type RolloutProblem } from "../problem-kind.ts";
import { sshCommand } from "../ssh/ssh-command.ts";
import { INSTANT_TIMEOUT, type StepKind } from "./step-kind.ts";
import { askedThere, type VipAsked, vipQuestion } from "./vip-question.ts";

/**
 * Asks whether anybody answers at the VIP: before a master is touched, and after it, where somebody did before. That
 * whatever carries it runs says nothing of that. Changes nothing.
 */
export interface VipSeenStep extends VipAsked {
  readonly node: HostName;
  readonly when: "before" | "after";
  /** Where it announces the VIP by BGP: whether a router listens to it is asked as well, which others can't tell. */
  readonly announces?: true;
}

/** Connections that are made before: one that gets through is enough. */
const CONNECTIONS_BEFORE = 2;

/** Seconds that routers and neighbours may take to learn of who carries it now: BGP's sessions are begun anew slowly. */
const SEEN_TIMEOUT = 180;

/** Seconds for which it has to be seen. */
const SEEN_FOR = 2;

/**
 * Prints `bgp=` and how many of its connections are to or from BGP's port (179, RFC 4271), whoever has opened them:
 * whoever refuses what it is told ends its own at once. Nothing where the host can't tell.
 */
const SESSIONS = [
  "sessions=$(ss --no-header --numeric --tcp state established '( sport = :179 or dport = :179 )') || exit 0",
  "echo bgp=$(printf '%s' \"$sessions\" | grep -c .)",
].join("\n");

/** How many BGP sessions the node has; `undefined` where that is not known. */
function sessionsOf(outputs: readonly CommandOutput[]): number | undefined {
  return numberSaid(answersOf(outputs.flatMap(({ stdout }) => stdout.split("\n"))).last("bgp"));
}

/** See {@link VipSeenStep}. */
export const vipSeen: StepKind<VipSeenStep> = {
  phase: "gate",
  describe: ({ when }) =>
    when === "before" ? "asking whether the VIP is reached" : "asking whether the VIP is still reached",
  isNeeded: ({ when }, learned) =>
    when === "before" || learned.vipSeen === true || learned.announced === true,
  commands: (step, paths) => {
    const asked = vipQuestion(step, paths, step.when === "before" ? CONNECTIONS_BEFORE : undefined);
    if (step.announces !== true) return asked;
    const how = { connection: "new", timeoutSeconds: INSTANT_TIMEOUT, output: "silent" } as const;
    return [...asked, sshCommand(paths, step.node, "ask for its BGP sessions", SESSIONS, how)];
  },
  judge: ({ node, when }, _, { outputs, learned }) => {
    const isSeen = askedThere(outputs) !== "nowhere";
    const sessions = sessionsOf(outputs);
    // Where nobody who is asked reaches it, a network that keeps them out is as likely as a VIP that nobody has.
    if (when === "before") {
      const announced = sessions === undefined ? {} : { announced: sessions > 0 };
      return { kind: "done", learned: { vipSeen: isSeen, ...announced } };
    }
    const lost =
      learned.vipSeen !== false && !isSeen
        ? vipLost(node, `the VIP was reached before ${node} was touched, and nobody reaches it now`)
        : learned.announced === true && (sessions ?? 0) === 0
          ? notAnnounced(node, sessions)
          : undefined;
    if (lost === undefined) return { kind: "steady", forSeconds: SEEN_FOR };
    return { kind: "ask-again", withinSeconds: SEEN_TIMEOUT, problem: lost };
  },
};

function notAnnounced(node: HostName, sessions: number | undefined): RolloutProblem {
  return problem(
    "vip-not-announced",
    node,
    sessions === undefined
      ? `${node} had a BGP session before it was touched, and can't be asked for it now`
      : `${node} had a BGP session before it was touched, and has none now: no router hears of the VIP from it`,
    "The others still announce it; no further node was touched. Compare its peers, AS numbers and password in machines.ts with what the routers have, and see what kube-vip says there (crictl logs) and the routers' sessions. Then run the same command again",
  );
}

/** What it means that nobody answers at the VIP any more. */
export function vipLost(node: HostName, message: string): RolloutProblem {
  return problem(
    "vip-lost",
    node,
    message,
    "No further node was touched. See what carries the VIP on each master (crictl logs of kube-vip), with BGP the router's sessions and routes, with ARP who has it (ip -o address show); a configuration under which no master carries it must not go to all of them. Then run the same command again",
  );
}
