import type { Cluster, Node } from "@quorate/cluster";
import { apiDoor } from "../api/api-door.ts";
import { nodeObjects } from "../observe/kubernetes/node-lists.ts";
import { isReady } from "../observe/kubernetes/node-object.ts";
import type { Observation } from "../observe/observation.ts";
import type { Step } from "../step/step.ts";
import { etcdAtStart, membersSeen } from "./cold-start.ts";
import type { Conduct } from "./conduct.ts";
import { BOOT_TIMEOUT } from "./lane.ts";
import type { InstallNode, UpdateNode } from "./node-change.ts";
import type { Lane, Stage } from "./stage.ts";

/** Where a drain is done, and what may become of pods that cannot just be moved. */
type Draining = Omit<Extract<Step, { readonly kind: "gate-drain" }>, "kind">;

/**
 * How the pods of a node leave it before it is rebooted. `undefined` where it has none of its own, and where there is no
 * other node that could take them: to move them then would only end them twice.
 */
function drainingOf(
  cluster: Cluster,
  { name, roles }: Node,
  observed: readonly Observation[],
  { drain, deletePods, disableEviction, without }: Conduct,
): Draining | undefined {
  const among = cluster.nodes
    .filter((node) => node.roles.kubelet && !node.offline && !without.includes(node.name))
    .map((node) => node.name);
  const others = cluster.nodes.filter((node) => node.roles.kubelet && node.name !== name);
  const api = apiDoor(cluster, name, observed);
  if (!roles.kubelet || drain === "never" || others.length === 0 || api === undefined) return undefined;
  return {
    node: name,
    api,
    among,
    mayLose: deletePods.includes(name),
    deletes: disableEviction.includes(name),
  };
}

/** Why pods are moved, in words that follow `since`: a switch restarts kubelet and containerd, and ends none of them. */
const REBOOT_ENDS_PODS = "a reboot ends its pods";

/** What is asked before anything is touched: what can never be met must not be found half-way. */
function drainAsked(lane: Lane, draining: Draining | undefined): Lane {
  if (draining === undefined) return lane;
  return { ...lane, steps: [{ kind: "gate-drain", ...draining, early: true }, ...lane.steps] };
}

/**
 * The lane of a node that is rebooted: its pods leave it first; its system is not switched to, but booted, so that kernel
 * and the rest change together; then it is proven that it was, and what the lane has to ask is asked of what has booted.
 */
function withReboot(lane: Lane, { reboot, desired }: UpdateNode, draining: Draining | undefined): Lane {
  if (reboot === undefined) return lane;
  const { node } = lane;
  const { closure } = desired;
  const armed = lane.steps.find((step) => step.kind === "arm-watchdog");
  const steps = lane.steps.flatMap((step): readonly Step[] => {
    switch (step.kind) {
      case "switch":
        return [{ kind: "set-boot", node, closure }];
      case "wait-for-ssh":
        return [
          { kind: "reboot", node, because: reboot, watched: true, others: armed?.others },
          { kind: "end-connection", node },
          { kind: "wait-for-boot", node, closure, timeoutSeconds: BOOT_TIMEOUT },
        ];
      case "end-connection":
        return [];
      // All of it is: what is not foreseen counts as disturbed.
      case "foresee":
        return [];
      case "confirm":
        return [{ ...step, activated: false }];
      default:
        return [step];
    }
  });
  return draining === undefined ? { ...lane, steps } : withDrain({ ...lane, steps }, draining);
}

/** The lane with its node's pods away while something is done to it. */
function withDrain(lane: Lane, draining: Draining): Lane {
  const { node, api, mayLose, deletes } = draining;
  const gates = lane.steps.filter(({ kind }) => kind === "gate-before");
  const back: Step = { kind: "uncordon", node, api };
  return {
    ...lane,
    steps: [
      ...gates,
      { kind: "gate-drain", ...draining },
      { kind: "cordon", node, api },
      { kind: "drain", node, api, because: REBOOT_ENDS_PODS, mayLose, deletes },
      ...lane.steps.filter(({ kind }) => kind !== "gate-before"),
      back,
    ],
    undo: [...(lane.undo ?? []), { step: back, from: "cordon", until: "uncordon" }],
  };
}

/** Whether a stage does something to nodes in turn, as a reboot asks for. */
export function isInTurn({ kind }: Stage): boolean {
  return kind === "activate" || kind === "activate-batch";
}

/** What becomes of the lanes of nodes that are rebooted. */
interface Upkeep {
  /** Those of staging. */
  readonly asked: (lane: Lane) => Lane;
  /** Those of activation. */
  readonly treated: (lane: Lane) => Lane;
}

/**
 * What is done to nodes beside what changes on them. Where all members of etcd were asked and none runs there is no API
 * to be asked, and no pod that somebody moves.
 */
export function upkeepOf(
  cluster: Cluster,
  changes: readonly (InstallNode | UpdateNode)[],
  observed: readonly Observation[],
  conduct: Conduct,
): Upkeep {
  const rebooted = new Map(
    changes.flatMap((change) =>
      change.kind === "update" && change.reboot !== undefined ? [[change.desired.node.name, change]] : [],
    ),
  );
  // What is not Ready and is to be mended by this very run is no reason to wait: then it would never be.
  const mended = (nodeObjects(observed) ?? [])
    .filter((node) => !isReady(node))
    .flatMap(
      ({ name }) => changes.find(({ desired }) => desired.node.name === name)?.desired.node.name ?? [],
    );
  const told = { ...conduct, without: [...conduct.without, ...mended] };
  const isDown = etcdAtStart(membersSeen(cluster, observed), conduct) === "starts";
  // Of one that has yet to become a member and is not Ready no pod leaves before it is mended.
  const isDead = ({ deed, desired }: UpdateNode) => deed !== undefined && mended.includes(desired.node.name);
  const draining = (change: UpdateNode) =>
    isDown || isDead(change) ? undefined : drainingOf(cluster, change.desired.node, observed, told);
  return {
    asked: (lane) => {
      const change = rebooted.get(lane.node);
      return change === undefined ? lane : drainAsked(lane, draining(change));
    },
    treated: (lane) => {
      const change = rebooted.get(lane.node);
      return change === undefined ? lane : withReboot(lane, change, draining(change));
    },
  };
}
