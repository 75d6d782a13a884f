import type { HostName } from "@quorate/cluster";
import type { Plan } from "../plan/plan.ts";
import type { Lane, Undo } from "../plan/stage.ts";
import type { RolloutProblem } from "../problem-kind.ts";
import type { Learned } from "../step/learned.ts";
import type { Step } from "../step/step.ts";
import type { Pauses } from "./wait.ts";

/** Where a run comes from. */
export interface RunOrigin {
  /** Names this run wherever it leaves something: in the journal, and on hosts. */
  readonly run: string;
  /** Who runs it, and on which machine: `root@ops1`. */
  readonly by: string;
  /** As it was typed, without the program's name: `deploy --all`. */
  readonly command: string;
  /** The folder that genCerts made: absolute, and the cluster's own. */
  readonly certificates: string;
}

/** What a run is told that is not in its plan. */
export interface RunSettings extends RunOrigin {
  readonly pauses: Pauses;
}

/**
 * All that there is to know of a rollout under way. Plain data: it can be written as JSON, read again, and gone on
 * from. Times are milliseconds since 1970, and come with the events.
 */
export interface MachineState {
  readonly settings: RunSettings;
  readonly plan: Plan;
  /** The stage under way, by its place in the plan; how many there are, when the last one is over. */
  readonly stage: number;
  /** How far its lanes are, in their order. */
  readonly lanes: readonly LaneState[];
  /** Of every node that the plan does something to. */
  readonly nodes: { readonly [node: HostName]: NodeState };
  /** What failed, in the order in which it did. */
  readonly problems: readonly RolloutProblem[];
  /** How often the user has asked to stop: once after the steps under way, twice at once. */
  readonly interruptions: 0 | 1 | 2;
}

/**
 * How far a node came: all its steps, some activation steps, staging at most, uncordoned alone, given its part of the
 * VIP alone, or not even looked at.
 */
export type NodeOutcome =
  | "changed"
  | "failed"
  | "interrupted"
  | "staged"
  | "uncordoned"
  | "vip-returned"
  | "untouched";

/** What became of a node so far. */
export interface NodeState {
  readonly outcome: NodeOutcome;
  /** Whether what was begun was taken back; `undefined` where there was nothing to take back. */
  readonly undone?: "yes" | "failed";
  readonly learned: Learned;
}

/** How far a lane is. */
export type LaneState = WaitingLane | WorkingLane | LaneOver;

/** It waits for its turn. */
export interface WaitingLane {
  readonly kind: "waiting";
}

/** A step of it is under way, or one that takes back what it did. */
export interface WorkingLane {
  readonly kind: "working";
  readonly part: LanePart;
  /** Which step, by its place in the lane's steps or in what undoes them. */
  readonly step: number;
  /** How far the lane's own steps are; what is taken back is chosen by that. */
  readonly reached: Reached;
  /** When the step was begun. */
  readonly began: number;
  /** How often its commands were run, this time among them. */
  readonly looks: number;
  /** Since when looks at it are good without a break. */
  readonly goodSince?: number;
  /** When its commands were begun the last time. */
  readonly lookedAt: number;
  /** When its commands are run again; `undefined` while they run. */
  readonly until?: number;
}

/** How many of a lane's steps were begun, and how many of them are done. */
export interface Reached {
  readonly begun: number;
  readonly done: number;
  /** When it was last asked whether the others can do without the node; `undefined` where it was not. */
  readonly asked?: number;
  /** How often that was asked again, since it was old. Default: 0. */
  readonly again?: number;
}

/** Nothing more happens in it. */
export interface LaneOver {
  readonly kind: "over";
}

/** What a lane is about: its steps, or taking them back. */
export type LanePart = "steps" | "undo";

/** Names a step of a plan: no two have the same. */
export interface Place {
  /** By their places in the plan, in the stage, and in the lane's part. */
  readonly stage: number;
  readonly lane: number;
  readonly part: LanePart;
  readonly step: number;
}

/** Whether nothing more is to be done, whatever happens. */
export function isOver(state: MachineState): boolean {
  if (state.interruptions === 2 || state.stage >= state.plan.stages.length) return true;
  return isStopping(state) && state.lanes.every(({ kind }) => kind !== "working");
}

/** Whether no further step is to be started, but what takes back those that were. */
export function isStopping({ problems, interruptions }: MachineState): boolean {
  return problems.length > 0 || interruptions > 0;
}

/** What a lane of the stage under way is to do. */
export function laneAt({ plan, stage }: MachineState, lane: number): Lane {
  const found = plan.stages[stage]?.lanes[lane];
  if (found === undefined) throw new Error(`stage ${stage} has no lane ${lane}`);
  return found;
}

/** The step that is done at a place of a lane; `undefined` beyond the last one. */
export function stepAt(lane: Lane, { part, step }: Pick<Place, "part" | "step">): Step | undefined {
  return part === "steps" ? lane.steps[step] : undosOf(lane)[step]?.step;
}

/** The step that is under way in a lane of the stage, if there is one. */
export function stepOfLane(state: MachineState, lane: number): Step | undefined {
  const found = state.lanes[lane];
  return found?.kind === "working" ? stepAt(laneAt(state, lane), found) : undefined;
}

/** What takes a lane back. */
export function undosOf({ undo = [] }: Lane): readonly Undo[] {
  return undo;
}

/** The same state with something else about a node. */
export function withNode(state: MachineState, node: HostName, changes: Partial<NodeState>): MachineState {
  const before = state.nodes[node];
  if (before === undefined) throw new Error(`the plan does nothing to ${node}`);
  return { ...state, nodes: { ...state.nodes, [node]: { ...before, ...changes } } };
}

/** The same state with more that was learned of a node, if anything. */
export function withLearned(state: MachineState, node: HostName, learned: Learned | undefined): MachineState {
  if (learned === undefined) return state;
  return withNode(state, node, { learned: { ...state.nodes[node]?.learned, ...learned } });
}

/** The same state with a lane elsewhere. */
export function withLane(state: MachineState, index: number, lane: LaneState): MachineState {
  return { ...state, lanes: state.lanes.with(index, lane) };
}
