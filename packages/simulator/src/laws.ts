import type { Step } from "@quorate/rollout";
import { type Breach, each } from "./breach.ts";
import { leftBegun } from "./going-back-laws.ts";
import { givenUp, secondCluster, touchedTogether, touchedUncopied } from "./member-laws.ts";
import { afterFailure, stagedLate } from "./order-laws.ts";
import type { History } from "./play.ts";
import { wordsOfOutcome } from "./words.ts";

/** What must hold of every history. */
export type LawName =
  | "quorum"
  | "one-cluster"
  | "keeps-names"
  | "acknowledged"
  | "readable"
  | "stops"
  | "converges"
  | "finishes"
  | "ends"
  | "true"
  | "erases"
  | "goes-back"
  | "alone"
  | "staged"
  | "one-by-one"
  | "hands-over"
  | "gives-back"
  | "pods"
  | "capacity"
  | "cordons"
  | "theirs"
  | "comes-back"
  | "taken-back"
  | "rolls-back"
  | "copied";

/** Where a history breaks which law. */
export interface Violation extends Breach {
  readonly law: LawName;
}

/** A law: what it says, and where a history breaks it. */
interface Law {
  /** For people. */
  readonly meaning: string;
  readonly violations: (history: History) => readonly Breach[];
}

/** All laws. */
export const LAWS: { readonly [Name in LawName]: Law } = {
  quorum: {
    meaning: "our own hand never takes the healthy voters below the quorum",
    violations: each("voter-stopped", ({ node, voters, healthy }) => {
      const quorum = Math.floor(voters / 2) + 1;
      // One voter, or two, tolerate nothing: they can't be touched without it.
      if (voters < 3 || !healthy.includes(node) || healthy.length !== quorum) return undefined;
      return `${node} is stopped while ${healthy.length} of ${voters} voters are healthy, of which ${quorum} are needed`;
    }),
  },
  "one-cluster": {
    meaning: "there is never a second etcd cluster",
    violations: (history) => {
      const { schedule, moments } = history;
      if (schedule.scenario.wanted.distribution === "k3s") return secondCluster(history);
      const founded = moments.flatMap((moment, place) => (moment.kind === "cluster-founded" ? [place] : []));
      const allowed = schedule.scenario.before === undefined ? 1 : 0;
      return founded.slice(allowed).map((moment) => ({ moment, says: "a second etcd cluster is founded" }));
    },
  },
  "keeps-names": {
    meaning: "nobody who lives loses its Node",
    violations: each("node-taken", ({ node, lived }) =>
      lived ? `the Node of ${node} is deleted, which was heard of a moment ago` : undefined,
    ),
  },
  acknowledged: {
    meaning: "what etcd has acknowledged is there at the end, unless it is lost or given up on purpose",
    violations: (history) => [
      ...each("data-lost", ({ had, has }) => `acknowledged up to ${had}, and ${has} is left`)(history),
      ...givenUp(history),
    ],
  },
  readable: {
    meaning: "every apiserver that answers can read what was acknowledged",
    violations: each(
      "unreadable",
      ({ node }) => `the apiserver on ${node} can't read a Secret that was written`,
    ),
  },
  stops: {
    meaning:
      "after a step has failed, nothing is begun on another node, and nothing but its undoing on its own",
    violations: afterFailure,
  },
  converges: {
    meaning: "once nothing fails any more, deploying again and again ends with nothing to do",
    violations: (history) =>
      history.converged
        ? []
        : [
            {
              moment: history.moments.length - 1,
              says: `the last deployments ended with ${lastWords(history)}`,
            },
          ],
  },
  finishes: {
    meaning: "a rollout in which nothing fails finishes at the first try",
    violations: (history) => {
      const [first] = history.outcomes;
      if (isTroubled(history) || first === undefined || first.kind === "done") return [];
      return [
        {
          moment: history.moments.length - 1,
          says: `the first deployment ended with ${wordsOfOutcome(first)}`,
        },
      ];
    },
  },
  ends: {
    meaning: "a deployment ends",
    violations: each("run-endless", ({ run }) => `deployment ${run} neither ends nor goes on`),
  },
  true: {
    meaning: "what is said to be done is done",
    violations: each("untrue", ({ node, what }) => `${node} is said to be done, and is not: ${what}`),
  },
  erases: {
    meaning: "nothing is erased that lives, and nothing is erased or given up without consent",
    violations: ({ moments }) => {
      let agreed = false;
      return moments.flatMap((moment, place) => {
        if (moment.kind === "run-began") agreed = moment.yes;
        if (!agreed && moment.kind === "step-began" && givesUpMember(moment.step)) {
          return [{ moment: place, says: `a member is given up through ${moment.step.node} unasked` }];
        }
        if (moment.kind !== "erased" || (agreed && !moment.lived)) return [];
        return [
          { moment: place, says: `${moment.node} is erased ${moment.lived ? "while it serves" : "unasked"}` },
        ];
      });
    },
  },
  "goes-back": {
    meaning: "what the system reads that is to be gone back to stays until another one is confirmed",
    violations: each(
      "file-missing",
      ({ node, file }) => `${file} is removed from ${node}, whose system reads it`,
    ),
  },
  alone: {
    meaning: "a machine is left alone while an activation goes on there",
    violations: each("meddled", ({ node }) => `${node} is changed while an activation goes on there`),
  },
  staged: {
    meaning: "everything is staged before anything is touched",
    violations: stagedLate,
  },
  "hands-over": {
    meaning: "the lead of etcd and the VIP are with somebody else before our own hand stops who had them",
    violations: (history) => [
      ...each("lead-dropped", ({ node }) => `${node} is stopped, which leads etcd`)(history),
      ...each(
        "vip-dropped",
        ({ node }) => `the apiserver on ${node} is stopped, to which the VIP leads`,
      )(history),
    ],
  },
  "gives-back": {
    meaning: "who has left the VIP takes it again before it is asked whether all of it works",
    violations: each("vip-withheld", ({ node }) => `${node} is not told to take the VIP again`),
  },
  "one-by-one": {
    meaning: "of those that matter to a quorum one is touched at a time, while there is one",
    violations: touchedTogether,
  },
  pods: {
    meaning: "no pod is ended by a reboot of ours that could have gone elsewhere before",
    violations: each("pods-ended", ({ node }) => `${node} is rebooted with pods on it`),
  },
  capacity: {
    meaning: "no node is drained while another one is away by somebody else",
    violations: each("cordoned-beside", ({ node, other }) => `${node} is cordoned while ${other} is away`),
  },
  cordons: {
    meaning: "nothing is left cordoned by us once all is done",
    violations: each("left-cordoned", ({ node }) => `${node} is left cordoned by us`),
  },
  theirs: {
    meaning: "what somebody else has cordoned stays so",
    violations: each("uncordoned-theirs", ({ node }) => `${node} takes pods again`),
  },
  "comes-back": {
    meaning: "what lets nobody in goes back to what it ran before, without anybody at its console",
    violations: (history) =>
      // Where there is no way back it is said beforehand.
      history.schedule.scenario.change === "encryption"
        ? []
        : each("locked-out", ({ node }) => `${node} lets nobody in any more, and stays so`)(history),
  },
  "taken-back": {
    meaning: "what a deployment that fails has begun and not confirmed it takes back before it ends",
    violations: leftBegun,
  },
  "rolls-back": {
    meaning: "what a node has kept of before it can be taken back to where nothing fails, with its secrets",
    violations: each("not-rolled-back", ({ node, what }) => `${node} is not what it was before: ${what}`),
  },
  copied: {
    meaning: "no member of etcd is touched before a snapshot is taken, where one was seen to serve",
    violations: touchedUncopied,
  },
};

/** A learner that was added a moment ago is nothing to give up. */
function givesUpMember(step: Step): boolean {
  return step.kind === "member-remove" && step.whom.kind === "member";
}

/** Whether something is broken, or has to be agreed to or looked after first. */
function isTroubled({ schedule: { faults, scenario } }: History): boolean {
  const {
    versions,
    off,
    removed,
    standalone,
    alive,
    yes,
    cordoned,
    apps,
    wanted,
    activationsLast,
    elsewhere,
    shortBoot,
  } = scenario;
  // What the file does not have any more is to be off.
  const away = off.filter((place) => wanted.machines[place] !== undefined);
  const things =
    faults.length +
    Object.keys(versions.defects).length +
    away.length +
    alive.length +
    removed.length +
    standalone.length +
    elsewhere.length +
    shortBoot.length;
  const stuck = apps.some(({ kind }) => kind === "single" || kind === "sick");
  return things + cordoned.length + activationsLast > 0 || stuck || !yes;
}

function lastWords({ outcomes }: History): string {
  return outcomes.slice(-2).map(wordsOfOutcome).join(", ");
}

/** Everything in which a history breaks the laws, in the order of the laws. */
export function violationsOf(history: History): readonly Violation[] {
  return (Object.keys(LAWS) as LawName[]).flatMap((law) =>
    LAWS[law].violations(history).map((violation) => ({ law, ...violation })),
  );
}
