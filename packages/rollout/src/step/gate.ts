import type { DistributionKind, HostName } from "@quorate/cluster";
import type { DeployPaths } from "../deploy-paths.ts";
import { journalOf } from "../distribution/journal.ts";
import { OPERATIONS, type Operations } from "../distribution/operations.ts";
import type { GateHost } from "../gate/gate-host.ts";
import { doorsOpen, readHostsSeen, worksOn } from "../gate/hosts-seen.ts";
import { judgeAfter, judgeBefore, type Reason } from "../gate/judge.ts";
import { gateQuestion } from "../gate/question.ts";
import { quorumSeen } from "../gate/quorum.ts";
import { problem, type RolloutProblem } from "../problem-kind.ts";
import { sshCommand } from "../ssh/ssh-command.ts";
import { HEARD } from "../watchdog/on-host.ts";
import type { StepKind } from "./step-kind.ts";

/** Asks, before a node is touched, whether the others can do without it. Changes nothing. */
export interface GateBeforeStep {
  readonly node: HostName;
  /** Who is asked, the node first. */
  readonly hosts: readonly [GateHost, ...GateHost[]];
}

/** Asks, after a node was touched, whether all of it works and nobody else is worse. Changes nothing. */
export interface GateAfterStep {
  readonly node: HostName;
  readonly hosts: readonly [GateHost, ...GateHost[]];
  /** `start`: others are being started as well, and units may wait for them. */
  readonly after: "change" | "start";
  /** Seconds that all of it has to stay well. Default: 10 where something was started within them, else 2. */
  readonly soak?: number;
}

/** Seconds that a host may take for all answers: each of them has five, and most come at once. */
const ASK_TIMEOUT = 60;

/** Seconds that the others may take to get well before a node is touched: an election, a restart. */
const BEFORE_TIMEOUT = 60;

/** Seconds that a node may take to get well. */
const AFTER_TIMEOUT: { readonly [A in GateAfterStep["after"]]: number } = {
  // Whoever leaves the VIP has kube-vip's pod ended; a kubelet that has seen that half a dozen times
  // within half an hour waits five minutes before it starts it again.
  change: 7 * 60,
  // Images come over the network, and the first pods wait for what the bootstrap applies.
  start: 10 * 60,
};

/** Seconds that all has to stay well, and seconds that a unit runs before that is believed sooner. */
const SOAK = 10;
const SHORT_SOAK = 2;

/** See {@link GateBeforeStep}. */
export const gateBefore: StepKind<GateBeforeStep> = {
  phase: "gate",
  describe: () => "asking whether the others can do without it",
  commands: ({ hosts }, paths) => questions(hosts, paths, "shared"),
  judge: ({ node, hosts }, _, { outputs }) => {
    const seen = readHostsSeen(hosts, outputs);
    const verdict = judgeBefore(node, seen);
    if (verdict.kind === "open") {
      const quorumBefore = quorumSeen(seen).healthy.length > 0;
      return {
        kind: "done",
        learned: { worksElsewhere: [...worksOn(seen, node), ...doorsOpen(seen, node, false)], quorumBefore },
      };
    }
    return { kind: "ask-again", problem: toldBefore(hosts[0], verdict), withinSeconds: BEFORE_TIMEOUT };
  },
};

/** See {@link GateAfterStep}. */
export const gateAfter: StepKind<GateAfterStep> = {
  phase: "gate",
  speaks: true,
  describe: () => "asking whether all of it works",
  commands: ({ hosts }, paths) => questions(hosts, paths, "new"),
  judge: ({ node, hosts, after, soak }, _, { outputs, learned }) => {
    const verdict = judgeAfter(node, readHostsSeen(hosts, outputs), {
      before: learned.worksElsewhere ?? [],
      patient: after === "start",
      quorumBefore: learned.quorumBefore ?? true,
    });
    if (verdict.kind === "open") {
      return { kind: "steady", forSeconds: soak ?? (verdict.youngest >= SOAK ? SHORT_SOAK : SOAK) };
    }
    const withinSeconds = verdict.final ? 0 : AFTER_TIMEOUT[after];
    return { kind: "ask-again", problem: toldAfter(hosts[0], verdict), withinSeconds };
  },
};

/** The node itself is asked by a connection of its own: the shared one was let in by what ran before. */
function questions(
  hosts: GateBeforeStep["hosts"],
  paths: DeployPaths,
  connection: "shared" | "new",
): ReturnType<StepKind<GateBeforeStep>["commands"]> {
  // Before a node is touched nothing is asked of it but what the others would have to do without.
  const [own, ...rest] = hosts;
  const first = connection === "shared" ? { ...own, serves: [] } : own;
  const question = (host: GateHost, own: boolean) =>
    own && connection === "new" ? `${HEARD}\n${gateQuestion(host, own)}` : gateQuestion(host, own);
  const ask = (host: GateHost, own: boolean) =>
    sshCommand(paths, host.node, "ask how it is", question(host, own), {
      timeoutSeconds: ASK_TIMEOUT,
      output: "silent",
      ...(own ? { connection } : {}),
    });
  return [ask(first, true), ...rest.map((host) => ask(host, false))];
}

function toldBefore({ node, distribution }: GateHost, { because, message }: Reason): RolloutProblem {
  return problem(because, node, `${node} was not touched: ${message}`, hintOf(because, distribution));
}

function toldAfter({ node, distribution }: GateHost, { because, message, journal }: Reason): RolloutProblem {
  const lines = journal.length === 0 ? "" : `; its journal ends with: ${journal.join(" | ")}`;
  return problem(because, node, `${message}${lines}`, hintOf(because, distribution));
}

/** What to do, with the units in which that distribution runs what is to be looked at. */
function hintOf(because: Reason["because"], distribution: DistributionKind): string {
  return HINTS[because](OPERATIONS[distribution].unitOf);
}

const HINTS: { readonly [B in Reason["because"]]: (unitOf: Operations["unitOf"]) => string } = {
  "part-not-well": () =>
    "No further node was touched. See its journal on the machine (journalctl -u), correct the configuration, and run the same command again",
  "certificate-not-read": () =>
    "No further node was touched. Whatever reads a renewed file is restarted by the deployment that brings it: restart it on the machine (systemctl restart), and run the same command again",
  "certificate-not-renewed": () =>
    "No further node was touched. See what k3s says of it (on the machine: journalctl -u k3s, k3s certificate check); `k3s certificate rotate` with k3s stopped makes all of them anew. Then run the same command again",
  "others-kept-out": () =>
    "No further node was touched. See its firewall and its routes (on it: nft list ruleset, ip route): what got in from another node before has to get in still. Correct the configuration and run the same command again",
  "others-worse": ({ etcd, apiserver }) =>
    `No further node was touched. See what that machine says (${journalOf(etcd, apiserver)}), then run the same command again`,
  "quorum-at-risk": ({ etcd }) =>
    `Mend the members that are not healthy first (on their machines: ${journalOf(etcd)}); deploying to those alone is allowed`,
  "last-apiserver": ({ apiserver }) =>
    `Mend another apiserver first (on its machine: ${journalOf(apiserver)}); deploying to that node alone is allowed`,
  "members-disagree": () => 'See docs/deploy.md, "Members of etcd"; then run the same command again',
};
