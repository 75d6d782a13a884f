import type { DistributionKind, HostName } from "@quorate/cluster";
import { journalOf } from "../distribution/journal.ts";
import { OPERATIONS } from "../distribution/operations.ts";
import { curl } from "../observe/subject.ts";
import { VIP_ASIDE, VIP_RETURN_UNIT } from "../on-host.ts";
import { problem } from "../problem-kind.ts";
import { processesOf } from "../running.ts";
import { sshCommand } from "../ssh/ssh-command.ts";
import { isDisturbed } from "./disturbed.ts";
import { sshCommandFailure } from "./failure.ts";
import { DONE, failedBy } from "./judgement.ts";
import { INSTANT_TIMEOUT, type StepKind } from "./step-kind.ts";
import { askedThere, type VipAsked, vipQuestion } from "./vip-question.ts";
import { vipLost } from "./vip-seen.ts";

/** Takes the VIP away from a node, before the apiserver behind it ends. */
export interface LeaveVipStep {
  readonly node: HostName;
  /** Where the file may lie that the pod is made of which carries the VIP. */
  readonly manifests: readonly string[];
  /** The name of its program. */
  readonly program: string;
  readonly distribution: DistributionKind;
  /** Only where one of these units would be disturbed; none where that is certain. */
  readonly units: readonly string[];
  /** Where no other master of the file has an apiserver: where its own is, which knows of those that serve beside it. */
  readonly toUnlisted?: { readonly host: string; readonly port: number };
  /** Whether what is activated has no part of the VIP: then nothing is put back once that runs. */
  readonly forGood?: true;
}

/** Asks others whether the VIP still leads to a node. Changes nothing. */
export interface VipLeftStep extends VipAsked {
  readonly node: HostName;
  readonly units: readonly string[];
}

/** Gives a node its part of the VIP back. Where the activation has done so nothing is left to do. */
export interface ReturnVipStep {
  readonly node: HostName;
  readonly manifests: readonly string[];
  /** It was seen that a run that died had it leave the VIP. Default: what was learned in this run counts. */
  readonly left?: true;
}

/** See {@link LeaveVipStep}. */
export const leaveVip: StepKind<LeaveVipStep> = {
  phase: "activation",
  describe: ({ toUnlisted }) =>
    toUnlisted === undefined
      ? "leaving the VIP to the others"
      : "leaving the VIP, where an apiserver that machines.ts does not have can take it",
  isNeeded: ({ units }, learned) => isDisturbed(units, learned),
  commands: (step, paths) => [
    sshCommand(paths, step.node, "leave the VIP", leaveScript(step), { timeoutSeconds: INSTANT_TIMEOUT }),
  ],
  judge: ({ node, distribution }, output, paths) => {
    if (output.code === 0) {
      return output.stdout.split("\n").includes(VIP_STAYS)
        ? DONE
        : { kind: "done", learned: { vip: "left" } };
    }
    const { unitOf, containerRuntime } = OPERATIONS[distribution];
    return failedBy(
      sshCommandFailure(
        {
          node,
          says: "leave-vip-failed",
          doing: "leaving the VIP to the others",
          hint: `Nothing else of it was touched. On the machine: crictl ps, ${journalOf(unitOf.kubelet, containerRuntime)}; then run the same command again`,
        },
        output,
        paths,
      ),
    );
  },
};

/** Seconds that routers and neighbours may take to learn that a node has left the VIP. */
const LEFT_TIMEOUT = 90;

/** Seconds for which it has to be seen elsewhere, and seconds to wait where nobody sees it at all. */
const SEEN_ELSEWHERE = 2;
const SEEN_NOWHERE = 15;

/** See {@link VipLeftStep}. */
export const vipLeft: StepKind<VipLeftStep> = {
  phase: "gate",
  describe: () => "asking others whether they still reach it by the VIP",
  // Who has left it in a run that died may not be disturbed any more.
  isNeeded: ({ units }, learned) => learned.vip === "left" && isDisturbed(units, learned),
  commands: (step, paths) => vipQuestion(step, paths),
  judge: ({ node }, _, { outputs, learned }) => {
    const seen = askedThere(outputs);
    if (seen === "elsewhere") return { kind: "steady", forSeconds: SEEN_ELSEWHERE };
    if (seen === "nowhere" && learned.vipSeen === true) {
      return {
        kind: "ask-again",
        withinSeconds: LEFT_TIMEOUT,
        problem: vipLost(
          node,
          `${node} has left the VIP, and no other master carries it: nothing of the node was stopped`,
        ),
      };
    }
    if (seen === "nowhere") return { kind: "steady", forSeconds: SEEN_NOWHERE };
    return {
      kind: "ask-again",
      withinSeconds: LEFT_TIMEOUT,
      problem: problem(
        "vip-stays",
        node,
        `${node} has left the VIP, and others still reach it there`,
        "See what leads to it: with BGP the router's routes for the VIP (a static one does not go away), with ARP who has it (ip -o address show on each master). Nothing of the node was stopped",
      ),
    };
  },
};

/** See {@link ReturnVipStep}. */
export const returnVip: StepKind<ReturnVipStep> = {
  phase: "activation",
  describe: () => "taking its part of the VIP again",
  isNeeded: ({ left = false }, { vip }) => left || vip === "left",
  commands: (step, paths) => [
    sshCommand(paths, step.node, "take the VIP again", returnScript(step), {
      connection: "new",
      timeoutSeconds: INSTANT_TIMEOUT,
    }),
  ],
  judge: ({ node }, output, paths) => {
    if (output.code === 0) return { kind: "done", learned: { vip: "returned" } };
    return failedBy(
      sshCommandFailure(
        {
          node,
          says: "return-vip-failed",
          doing: "taking its part of the VIP again",
          hint: `It does so by itself ten minutes after it left. On the machine: systemctl start ${VIP_RETURN_UNIT}.service`,
        },
        output,
        paths,
      ),
    );
  },
};

/** What it says where nobody is there who could take the VIP: then it has it still. */
export const VIP_STAYS = "quorate: the VIP stays";

/**
 * Lines of shell that end the shell where no other apiserver is ready: each writes itself down where all find it, for
 * fifteen seconds (kube-apiserver's `--endpoint-reconciler-type=lease`). Machines that were taken out of the file and
 * are still on are among them.
 */
function unlessAlone(
  { host, port }: NonNullable<LeaveVipStep["toUnlisted"]>,
  distribution: DistributionKind,
): readonly string[] {
  const slice = `https://${host}:${port}/apis/discovery.k8s.io/v1/namespaces/default/endpointslices/kubernetes`;
  return [
    `beside() { ${curl(slice, OPERATIONS[distribution].api)} | tr -d ' \\n' | grep -o '"addresses":\\["[^"]*"' | sed 's/.*"\\(.*\\)"/\\1/; /:/s/.*/[&]/' | grep -vxF '${host}'; }`,
    "ready() {",
    `  for one in $(beside); do ${curl([], undefined, ["--fail", "--output", "/dev/null", `"https://$one:${port}/readyz"`])} && return 0; done`,
    "  return 1",
    "}",
    `ready || { echo '${VIP_STAYS}'; exit 0; }`,
  ];
}

/** Seconds for the kubelet to see that the file is gone and to end the pod; then its program is told to end. */
const BY_KUBELET = 10;
const BY_SIGNAL = 20;

/**
 * Lines of shell by which a node leaves the VIP. They end the shell, with 0 once it has left.
 *
 * The file is moved aside. Should nobody come back it is put in its place again by a timer, and every boot makes it
 * anew; where it is left for good, only as long as the system of then runs. A pod that the kubelet does not end (it may be
 * what is broken) is told to end itself.
 */
export function leaveScript({ manifests, program, toUnlisted, distribution, forGood }: LeaveVipStep): string {
  const back = forGood
    ? `'if [ /run/current-system -ef '"$(readlink -e /run/current-system)"' ]; then ${putBack(manifests)}; else rm -rf ${VIP_ASIDE}; fi'`
    : `'${putBack(manifests)}'`;
  return [
    ...(toUnlisted === undefined ? [] : unlessAlone(toUnlisted, distribution)),
    `running() { ${processesOf(program)}; }`,
    `wait_for() { for try in $(seq 1 "$1"); do [ -n "$(running)" ] || exit 0; sleep 1; done; }`,
    // What a run that died has left aside is to stay there as long as what is moved now.
    `if ${anyOf(manifests)} || [ -e ${VIP_ASIDE} ]; then`,
    `  systemctl stop ${VIP_RETURN_UNIT}.timer 2>/dev/null`,
    `  systemctl reset-failed ${VIP_RETURN_UNIT}.service 2>/dev/null`,
    `  systemd-run --quiet --unit=${VIP_RETURN_UNIT} --on-active=10min --timer-property=AccuracySec=1s -- /bin/sh -c ${back} || exit`,
    `  for manifest in ${manifests.join(" ")}; do`,
    '    [ -e "$manifest" ] || continue',
    `    mkdir -p "${VIP_ASIDE}\${manifest%/*}" || exit`,
    `    mv -f "$manifest" "${VIP_ASIDE}$manifest" || exit`,
    "  done",
    "fi",
    `wait_for ${BY_KUBELET}`,
    "kill -TERM $(running) 2>/dev/null",
    `wait_for ${BY_SIGNAL}`,
    `echo "its program ${program} does not end" >&2`,
    "exit 1",
  ].join("\n");
}

function returnScript({ manifests }: ReturnVipStep): string {
  return [`systemctl stop ${VIP_RETURN_UNIT}.timer 2>/dev/null`, putBack(manifests)].join("\n");
}

function anyOf(manifests: readonly string[]): string {
  return manifests.map((manifest) => `[ -e ${manifest} ]`).join(" || ");
}

/**
 * One line without quotes and variables of its own, since systemd would put its own into them. Where the file is there
 * again, by an activation, what lies aside is of before.
 */
function putBack(manifests: readonly string[]): string {
  const each = manifests.map((manifest) => {
    const aside = `${VIP_ASIDE}${manifest}`;
    return `{ [ ! -L ${aside} ] && [ ! -e ${aside} ] || mv -f ${aside} ${manifest}; }`;
  });
  return `${anyOf(manifests)} || { ${each.join(" && ")}; } && rm -rf ${VIP_ASIDE}`;
}
