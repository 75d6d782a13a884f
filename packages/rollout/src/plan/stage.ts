import type { HostName } from "@quorate/cluster";
import type { NodeStep } from "../step/step.ts";

/** A part of a rollout. A rollout is a list of them, done in order; nothing follows one that failed. */
export type Step = StageTogetherStep | ActivateStep | ActivateTogetherStep;

/** Brings everything to every node without any effect there: closures and secrets, side by side. */
export interface StageTogetherStep {
  readonly kind: "stage-together";
  readonly lanes: readonly Lane[];
}

/** Makes one node what it should be. */
export interface ActivateStep {
  readonly kind: "activate";
  readonly lane: Lane;
}

/**
 * Activates several nodes at once: only etcd members of a cluster in which none is running. A member's
 * unit waits for a quorum, so one after another would never get there (a cold start).
 */
export interface ActivateTogetherStep {
  readonly kind: "activate-together";
  readonly lanes: readonly Lane[];
}

/** What is done to one node, in order. */
export interface Lane {
  readonly node: HostName;
  /**
   * Questions that must all be answered with yes before the first step, such as whether the quorum
   * survives this node's absence. There are none yet: this is their place.
   */
  readonly gates: readonly Gate[];
  readonly steps: readonly NodeStep[];
}

/** A question about the cluster; a union on `kind`, empty until gates exist. */
export type Gate = never;
