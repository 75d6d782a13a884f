import type { RolloutProblemCode } from "@quorate/rollout";
import { isGoingBack } from "./going-back-laws.ts";
import type { LawName, Violation } from "./laws.ts";
import type { History } from "./play.ts";
import type { ChangeKind } from "./scenario/change.ts";

/** A law that the product can't hold to yet, where, and why. A row goes as soon as nothing meets it any more. */
export interface Hole {
  readonly law: LawName;
  /** For people. */
  readonly because: string;
  /** It is met in too few schedules to be asked for in each ten thousand. */
  readonly rare?: true;
  readonly isIt: (history: History, violation: Violation) => boolean;
}

/** Changes that deploy refuses: a person has to settle something first, or to make them by hand (docs/deploy.md). */
const BY_HAND: { readonly [Change in ChangeKind]?: readonly RolloutProblemCode[] } = {
  replacement: ["member-unknown", "etcd-without-quorum", "voters-erased"],
  encryption: ["encryption-needs-passes"],
  split: ["clusters-differ"],
};

/** All of them. */
export const HOLES: readonly Hole[] = [
  ...(["converges", "finishes"] as const).map(
    (law): Hole => ({
      law,
      because:
        "encryption is switched by hand, and nobody but a person says which of two clusters is meant, or that one without a quorum is given up",
      isIt: ({ schedule, outcomes }) => {
        const outcome = law === "finishes" ? outcomes[0] : outcomes.at(-1);
        const codes = BY_HAND[schedule.scenario.change];
        return outcome?.kind === "refused" && outcome.codes.some((code) => codes?.includes(code));
      },
    }),
  ),
  {
    law: "quorum",
    because:
      "a member that does not serve goes back without waiting for the others; on a slow machine it may serve again by the time that it is stopped",
    rare: true,
    isIt: (history, { moment }) =>
      isGoingBack(history, moment) && history.schedule.faults.some(({ kind }) => kind === "slow"),
  },
  {
    law: "hands-over",
    because: "a master that becomes a worker has no VIP to leave by the file, and does not leave it",
    rare: true,
    isIt: ({ schedule }) => schedule.scenario.change === "demotion",
  },
  {
    law: "hands-over",
    because:
      "the file has one master alone, and those that it has no more are not asked to take the VIP over",
    rare: true,
    isIt: ({ schedule }) => schedule.scenario.change === "shrinking",
  },
  {
    law: "readable",
    because:
      "an activation that failed before it began leaves the key where it is; the run after it takes it for old, and arms a watchdog that goes back to a system without it",
    rare: true,
    isIt: ({ schedule, moments }, { moment }) =>
      schedule.scenario.change === "encryption" && moments[moment]?.kind === "unreadable",
  },
  {
    law: "alone",
    because:
      "a reboot does not ask whether its watchdog has begun to go back, where answers come minutes late",
    rare: true,
    isIt: ({ schedule }) =>
      schedule.scenario.change === "kernel" && schedule.faults.some(({ kind }) => kind === "late-answers"),
  },
];

/** The hole that a violation is known by; `undefined` for one that nobody knew of. */
export function holeOf(history: History, violation: Violation): Hole | undefined {
  return HOLES.find(({ law, isIt }) => law === violation.law && isIt(history, violation));
}
