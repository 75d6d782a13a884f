import type { HostName } from "@quorate/cluster";
import type { Step } from "../step/step.ts";

/** What is done to one node, in order. */
export interface Lane {
  readonly node: HostName;
  readonly steps: readonly Step[];
  /** What takes it back, in order, where it does not come to its end; nothing follows one of these that fails. */
  readonly undo?: readonly Undo[];
}

/** A step that takes back what a lane has done. */
export interface Undo {
  readonly step: Step;
  /** It is there for what a step of this kind did: nothing is to be taken back before one was begun. */
  readonly from: Step["kind"];
  /** Not any more, once a step of this kind is done. Default: as long as the lane has not come to its end. */
  readonly until?: Step["kind"];
}

/** The kinds of stages. */
export interface StageByKind {
  /** Gives nodes back to the scheduler that runs of before have left cordoned. */
  readonly uncordon: { readonly lanes: readonly Lane[] };
  /** Lets nodes carry the VIP again that runs of before have had leave it. */
  readonly "return-vip": { readonly lanes: readonly Lane[] };
  /** Brings everything to every node without any effect there: closures and secrets, side by side. */
  readonly "stage-together": { readonly lanes: readonly Lane[] };
  /** Takes a snapshot of etcd, before the first of its members is touched. */
  readonly snapshot: { readonly lanes: readonly [Lane] };
  /** Makes one node what it should be. */
  readonly activate: { readonly lanes: readonly [Lane] };
  /**
   * Activates several nodes at once: only etcd members of a cluster in which none is running. A member's
   * unit waits for a quorum, so one after another would never get there (a cold start).
   */
  readonly "activate-together": { readonly lanes: readonly Lane[] };
  /** Asks several nodes whether they work that could not do so before all of them were started. */
  readonly "gate-together": { readonly lanes: readonly Lane[] };
  /** Takes a member off etcd's list that the file does not have, through one that stays: before anything is touched. */
  readonly "remove-member": { readonly lanes: readonly [Lane] };
  /** Gives a server of k3s' another token for its next start, and the first of them the cluster. */
  readonly "change-token": { readonly lanes: readonly [Lane] };
  /** Installs several machines that nobody needs yet: workers. */
  readonly "install-together": { readonly lanes: readonly Lane[] };
  /** Activates nodes that run pods and nothing else, so many of them at once. */
  readonly "activate-batch": { readonly lanes: readonly Lane[]; readonly atOnce: number };
  /** Does the same to all that etcd and the API run on, at the same time. */
  readonly "restore-together": { readonly lanes: readonly Lane[] };
  /** Takes away what only the systems of before have read: once every node of the run is confirmed. */
  readonly "tidy-together": { readonly lanes: readonly Lane[] };
}

/** A part of a rollout. A rollout is a list of them, done in order; nothing follows one that failed. */
export type Stage<Kind extends keyof StageByKind = keyof StageByKind> = {
  readonly [K in Kind]: { readonly kind: K } & StageByKind[K];
}[Kind];

/** All that there is to know of a kind of stage. */
export interface StageKind<S> {
  /** How far a node is whose lane has come to its end; `undefined` where it is as far as before. */
  readonly reaches: "uncordoned" | "vip-returned" | "staged" | "changed" | undefined;
  /** Lanes that are under way at once, at most. */
  readonly atOnce: (stage: S) => number;
  /** How its nodes are treated, as a dry run has it; `undefined` where there is only one. */
  readonly heading: string | undefined;
}

/** What there is to know of each kind of stage. */
export const STAGES: { readonly [K in keyof StageByKind]: StageKind<Stage<K>> } = {
  uncordon: { reaches: "uncordoned", atOnce: () => 8, heading: "left cordoned by runs that died" },
  "return-vip": {
    reaches: "vip-returned",
    atOnce: () => 8,
    heading: "without their part of the VIP since runs that died",
  },
  // Each takes a connection and a share of the uplink.
  "stage-together": { reaches: "staged", atOnce: () => 8, heading: "side by side" },
  snapshot: { reaches: undefined, atOnce: () => 1, heading: "before any member of etcd is touched" },
  activate: { reaches: "changed", atOnce: () => 1, heading: undefined },
  // None must wait for a free place: its members need each other to come up.
  "activate-together": {
    reaches: "changed",
    atOnce: ({ lanes }) => lanes.length,
    heading: "at the same time",
  },
  "gate-together": {
    reaches: "changed",
    atOnce: ({ lanes }) => lanes.length,
    heading: "once all of these are started",
  },
  "remove-member": { reaches: "changed", atOnce: () => 1, heading: undefined },
  "change-token": { reaches: undefined, atOnce: () => 1, heading: undefined },
  // Each takes a share of the uplink for all of its system.
  "install-together": { reaches: "changed", atOnce: () => 4, heading: "side by side" },
  "activate-batch": { reaches: "changed", atOnce: ({ atOnce }) => atOnce, heading: "several at once" },
  "restore-together": {
    reaches: "changed",
    atOnce: ({ lanes }) => lanes.length,
    heading: "at the same time",
  },
  "tidy-together": { reaches: "changed", atOnce: () => 8, heading: "once all are confirmed" },
};

/** How many of a stage's lanes may be under way at once. */
export function lanesAtOnce<K extends keyof StageByKind>(stage: Stage<K>): number {
  return STAGES[stage.kind].atOnce(stage);
}

/** The same stage, with another lane in the place of each. */
export function withLanes(stage: Stage, change: (lane: Lane) => Lane): Stage {
  return { ...stage, lanes: stage.lanes.map(change) } as Stage;
}
