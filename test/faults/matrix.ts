import type { Step } from "@quorate/rollout";

/** Steps of a rolling update at whose beginning something breaks, in their order on a node. */
export const MOMENTS = [
  "copy-closure",
  "gate-before",
  "set-profile",
  "switch",
  "wait-for-ssh",
  "verify",
  "gate-after",
  "confirm",
] as const satisfies readonly Step["kind"][];

/** One of {@link MOMENTS}. */
export type Moment = (typeof MOMENTS)[number];

/** What breaks. */
export const FAULTS = {
  "target-killed": "the power of the node that is at this step is cut",
  "target-partitioned": "its network cable is pulled",
  "other-killed": "the power of another master is cut",
  "deployer-killed": "deploy is killed (SIGKILL)",
  "disk-full": "the disk of the node that is at this step is filled",
  "etcd-frozen": "etcd of another master is stopped where it is (SIGSTOP)",
} as const;

/** One of {@link FAULTS}. */
export type FaultName = keyof typeof FAULTS;

/** A rolling update in which something breaks at the first node that comes to a step. */
export interface Cell {
  readonly moment: Moment;
  readonly fault: FaultName;
}

/** Every cell; `undefined`: the update in which nothing breaks comes first. */
export const CELLS: readonly Cell[] = MOMENTS.flatMap((moment) =>
  (Object.keys(FAULTS) as FaultName[]).map((fault) => ({ moment, fault })),
);

/** As in `switch/target-killed`. */
export function nameOf(cell: Cell | undefined): string {
  return cell === undefined ? "nothing" : `${cell.moment}/${cell.fault}`;
}
