import type { RolloutProblemCode } from "@quorate/rollout";
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

/** What of k3s' is done in another order than all at once, or after something else was done by hand. */
const FIRST: { readonly [Change in ChangeKind]?: readonly RolloutProblemCode[] } = {
  replacement: ["voters-erased"],
  "worker-removed": ["removed-alive"],
  shrinking: ["removed-alive"],
  flags: ["flags-changed"],
  token: ["token-rotation-partial"],
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
    law: "finishes",
    because:
      "whoever leaves is switched off before, and whoever joins k3s' servers does so once they have changed",
    isIt: ({ schedule: { scenario }, outcomes: [first] }) =>
      scenario.wanted.distribution === "k3s" &&
      first?.kind === "refused" &&
      first.codes.some((code) => FIRST[scenario.change]?.includes(code)),
  },
  ...(["converges", "finishes"] as const).map(
    (law): Hole => ({
      law,
      because:
        "a quorum that is gone with its data is nobody's but a person's to restore (`quorate etcd restore`)",
      isIt: ({ schedule: { scenario, faults }, serves }) =>
        scenario.wanted.distribution === "k3s" &&
        !serves &&
        (scenario.emptied.length + scenario.blank.length > 0 ||
          faults.some(({ kind }) => kind === "data-lost")),
    }),
  ),
  {
    law: "theirs",
    because:
      "a Node goes with the member of a server that has lost its data, and with it what somebody else has written on it",
    rare: true,
    isIt: ({ moments }, { moment }) => {
      const cordoned = moments[moment];
      return (
        cordoned?.kind === "uncordoned-theirs" &&
        moments.some((one) => one.kind === "node-taken" && one.node === cordoned.node)
      );
    },
  },
  {
    law: "hands-over",
    because:
      "members that are started together, since none ran, have nobody to hand anything over to: nor do they later, where they go back by themselves since whoever deployed has died",
    rare: true,
    isIt: ({ schedule: { scenario } }) => scenario.stopped.length > 0,
  },
  {
    law: "rolls-back",
    because:
      "whom others don't reach is told by whom they reached before the run: where a run has died between the activation and its gate, the next one confirms a system that keeps others out, and going back to that is refused later",
    rare: true,
    isIt: ({ schedule: { scenario } }) =>
      Object.values(scenario.versions.defects).some(({ kind }) => kind === "alone"),
  },
  {
    law: "finishes",
    because: "whoever restores a quorum that serves, since it is feared to be gone, is refused",
    rare: true,
    isIt: ({ schedule: { scenario }, outcomes: [first] }) =>
      scenario.restores === "feared" &&
      first?.kind === "refused" &&
      first.codes.includes("restore-quorum-lives"),
  },
  {
    law: "comes-back",
    because:
      "a server that the others can't do without does not go back before they are mended, which a deployment to them alone does",
    rare: true,
    isIt: ({ schedule: { faults } }) => faults.some(({ kind }) => kind === "data-lost"),
  },
];

/** The hole that a violation is known by; `undefined` for one that nobody knew of. */
export function holeOf(history: History, violation: Violation): Hole | undefined {
  return HOLES.find(({ law, isIt }) => law === violation.law && isIt(history, violation));
}
