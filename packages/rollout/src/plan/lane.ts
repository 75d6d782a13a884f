import type { Cluster } from "@quorate/cluster";
import type { DesiredNode } from "../desired.ts";
import { OPERATIONS } from "../distribution/operations.ts";
import type { GateHost } from "../gate/gate-host.ts";
import type { Step } from "../step/step.ts";
import type { WatchdogHandOver } from "../watchdog/hand-over-script.ts";
import { WATCHDOG_SECONDS } from "../watchdog/on-host.ts";
import { type GateHosts, type Gating, gateAfterOf, gateBeforeOf } from "./gating.ts";
import { type HandOver, NOTHING_TO_HAND_OVER } from "./hand-over.ts";
import { memberParts } from "./member-deed.ts";
import { changesWhatRuns, type InstallNode, type UpdateNode } from "./node-change.ts";
import type { Lane, Undo } from "./stage.ts";

/** Seconds that a machine may take from its reboot to sshd: firmware of servers is slow. */
export const BOOT_TIMEOUT: number = 15 * 60;

/** What happens before anything changes on the node. */
export function stagingLane(change: InstallNode | UpdateNode): Lane {
  const { desired } = change;
  const node = desired.node.name;
  if (change.kind === "install") {
    return lane(desired, [{ kind: "stage-installation", node, files: desired.secrets }]);
  }
  return lane(desired, [
    ...when(change.system, { kind: "copy-closure", node, closure: desired.closure }),
    ...when(change.put.length > 0, { kind: "stage-secrets", node, files: change.put }),
  ]);
}

/**
 * What makes the node what it should be; its gates ask `hosts`, and it hands `over` what others can take. One that runs
 * already goes back by itself where it is not heard of for so many seconds, and is taken back where its lane does not
 * come to its end.
 */
export function activationLane(
  cluster: Cluster,
  change: InstallNode | UpdateNode,
  gating: Gating,
  hosts: GateHosts,
  over: HandOver = NOTHING_TO_HAND_OVER,
  watchdogSeconds: number = WATCHDOG_SECONDS,
): Lane {
  const { desired } = change;
  const { node } = desired;
  const member = memberParts(cluster, node, change.deed, change.kind === "update");
  const asked = change.kind === "install" || member.steps.length > 0 ? "start" : "change";
  const { before, after, proof, undo } = gating === "own" ? over : NOTHING_TO_HAND_OVER;
  const undos = [...member.undo, ...undo];
  const watched = change.kind === "update" && changesWhatRuns(change);
  const steps: readonly Step[] = [
    ...(gating === "own" && change.kind === "update" ? gateBeforeOf(node, hosts) : []),
    ...member.before,
    ...before,
    ...(change.kind === "install"
      ? installationSteps(change)
      : updateSteps(change, hosts, watchdogSeconds, handedOver(before))),
    ...after,
    verify(desired),
    ...member.steps,
    ...(gating === "own" ? gateAfterOf(node, whoHasRenewed(hosts, change), asked) : []),
    ...proof,
    ...(gating === "together" ? unwatched(change) : [confirm(change, watched)]),
  ];
  if (!watched) return { ...lane(desired, steps), ...(undos.length === 0 ? {} : { undo: undos }) };
  const back: Undo = {
    step: { kind: "go-back", node: node.name, seconds: watchdogSeconds },
    from: "arm-watchdog",
    until: gating === "together" ? "disarm-watchdog" : "confirm",
  };
  // A learner leaves while its etcd runs; the VIP returns to what is gone back to.
  return { ...lane(desired, steps), undo: [...member.undo, back, ...undo] };
}

/** Whom a gate asks, the node itself also whether it has renewed what was due. */
function whoHasRenewed(hosts: GateHosts, change: InstallNode | UpdateNode): GateHosts {
  const [own, ...others] = hosts;
  if (change.kind === "install" || change.renewal === undefined) return hosts;
  return [{ ...own, renews: change.renewal.due }, ...others];
}

/** Where others have to be started first, nothing more can be asked of a node than whether it lets us in. */
function unwatched(change: InstallNode | UpdateNode): readonly Step[] {
  return when(change.kind === "update", { kind: "disarm-watchdog", node: change.desired.node.name });
}

/** What is asked of the node once others are started as well. */
export function gateLane(change: InstallNode | UpdateNode, hosts: GateHosts): Lane {
  const { desired } = change;
  return lane(desired, [...gateAfterOf(desired.node, hosts, "start"), confirm(change, false)]);
}

/** What is left to do once every node of the run is confirmed; `undefined` where that is nothing. */
export function tidyLane(change: InstallNode | UpdateNode): Lane | undefined {
  if (change.kind === "install") return undefined;
  const [first, ...others] = change.remove;
  if (first === undefined) return undefined;
  const node = change.desired.node.name;
  return lane(change.desired, [{ kind: "remove-secrets", node, files: [first, ...others] }]);
}

function installationSteps({ desired, diskoScript }: InstallNode): readonly Step[] {
  const { node, closure } = desired;
  return [
    { kind: "install", node: node.name, address: node.address, closure, diskoScript },
    { kind: "wait-for-ssh", node: node.name, after: "installation", timeoutSeconds: BOOT_TIMEOUT },
  ];
}

/** What of these steps a watchdog does as well, where it goes back by itself. */
function handedOver(before: readonly Step[]): WatchdogHandOver | undefined {
  const vip = before.find((step) => step.kind === "leave-vip");
  const lead = before.find((step) => step.kind === "move-leader");
  if (vip === undefined && lead === undefined) return undefined;
  // What it goes back to is a master.
  return { vip: vip && comesBack(vip), lead };
}

function comesBack({ forGood: _, ...vip }: Step<"leave-vip">): Step<"leave-vip"> {
  return vip;
}

function updateSteps(
  change: UpdateNode,
  hosts: GateHosts,
  seconds: number,
  handsOver: WatchdogHandOver | undefined,
): readonly Step[] {
  const { desired, put, restart } = change;
  const { closure } = desired;
  const node = desired.node.name;
  if (!changesWhatRuns(change)) return renewalSteps(change);
  const others = desired.node.roles.etcd
    ? {
        distribution: desired.distribution,
        urls: hosts.flatMap((host) => (host.node === node ? [] : tellsThatItServes(host))),
      }
    : undefined;
  return [
    {
      kind: "arm-watchdog",
      node,
      distribution: desired.distribution,
      closure: change.system ? closure : undefined,
      seconds,
      never: neverBack(change),
      others,
      handsOver,
    },
    // Before the switch: what it starts reads the new files, and its tmpfiles rules set their owners.
    ...when(put.length > 0, { kind: "put-secrets", node, files: put, readers: restart }),
    ...when(change.system, { kind: "set-profile", node, closure }),
    ...when(change.system, {
      kind: "switch",
      node,
      closure,
      because: change.unconfirmed ? "unconfirmed" : "differs",
      others,
    }),
    { kind: "end-connection", node },
    {
      kind: "wait-for-ssh",
      node,
      after: change.system ? "activation" : "secrets",
      // Later it has gone back already.
      timeoutSeconds: seconds,
    },
    ...when(restart.length > 0, { kind: "restart-readers", node }),
    ...renewalSteps(change),
  ];
}

/** Where it is restarted for something else, nothing more is done: whether it was, the host knows. */
function renewalSteps({ desired, renewal, restart, reboot }: UpdateNode): readonly Step[] {
  if (renewal === undefined || reboot !== undefined || restart.includes(renewal.unit)) return [];
  const { unit, asked } = renewal;
  const because = "certificates that it renews at its start";
  return [{ kind: "restart-unit", node: desired.node.name, unit, since: asked, because }];
}

/** Where others hear from a host that its member of etcd serves. */
function tellsThatItServes({ etcd, apiserver, distribution }: GateHost): readonly string[] {
  if (etcd === undefined) return [];
  if (OPERATIONS[distribution].etcd.answersOthers) return [`${etcd.clientUrl}/health`];
  return apiserver === undefined ? [] : [`${apiserver.url}/readyz/etcd`];
}

function neverBack({ encrypts, system }: UpdateNode): Step<"arm-watchdog">["never"] {
  return encrypts && system ? "encryption" : undefined;
}

function verify({ node, distribution, closure, fingerprint, secrets }: DesiredNode): Step {
  return { kind: "verify", node: node.name, distribution, closure, fingerprint, secrets };
}

function confirm(change: InstallNode | UpdateNode, watched: boolean): Step {
  const { node, closure, fingerprint } = change.desired;
  const activated = change.kind === "update" && change.system;
  return { kind: "confirm", node: node.name, closure, fingerprint, activated, watched };
}

function lane(desired: DesiredNode, steps: readonly Step[]): Lane {
  return { node: desired.node.name, steps };
}

function when(condition: boolean, step: Step): readonly Step[] {
  return condition ? [step] : [];
}
