import type { Cluster, EtcdMember, HostName, Node } from "@quorate/cluster";
import { OPERATIONS } from "../distribution/operations.ts";
import type { Voter } from "../step/member/etcd-api.ts";
import type { Leaving } from "../step/member/remove-member.ts";
import type { Step } from "../step/step.ts";
import type { Stage, Undo } from "./stage.ts";

/** What has to be done so that a node is a voter of etcd, beside what is done to every node. */
export type MemberDeed =
  /** It begins a cluster together with the others of the file. */
  | { readonly kind: "found"; readonly list: readonly string[] }
  /** It begins a cluster that the others join, none of whom has answered: by the URLs where they would. */
  | { readonly kind: "found-alone"; readonly others: readonly string[] }
  /** It is told a server of the cluster that there is, whichever answers first, and joins by itself. */
  | {
      readonly kind: "enter";
      readonly servers: readonly [string, ...string[]];
      /** Who has its name, and lost its data. */
      readonly remove?: Removal;
      /**
       * Whether none that it may join lets it in before it is restarted, since all have yet to read their files again: its
       * turn is after theirs, and who has its name leaves before any of them stops.
       */
      readonly late?: true;
    }
  /** It joins the cluster that there is. */
  | {
      readonly kind: "join";
      readonly through: Voter;
      /** Who has its place in etcd's list, and lost its data. */
      readonly remove: Leaving | undefined;
      /** Whether it has data that are of no use. */
      readonly aside: boolean;
      readonly timeoutSeconds: number;
    };

/** A member that the file does not have, and through whom it is removed. */
export interface Removal {
  readonly through: Voter;
  readonly whom: Extract<Leaving, { readonly kind: "member" }>;
}

/** Members that leave, one after another. */
export function removalStages(removals: readonly Removal[]): readonly Stage[] {
  return removals.map(({ through, whom }): Stage => {
    const { node } = through;
    return {
      kind: "remove-member",
      lanes: [{ node, steps: [{ kind: "member-remove", node, through, whom }] }],
    };
  });
}

/** What a deed adds to what is done to a node. */
export interface MemberParts {
  /** Before anything else is changed. */
  readonly before: readonly Step[];
  /** Between the look at its new system and the gate. */
  readonly steps: readonly Step[];
  /** What takes that back. */
  readonly undo: readonly Undo[];
}

/**
 * The parts of a node's lane that make it a voter; none where there is no deed. One that is watched goes back by itself
 * until it is about to be on etcd's list.
 */
export function memberParts(
  cluster: Cluster,
  { name: node }: Pick<Node, "name">,
  deed: MemberDeed | undefined,
  isWatched: boolean,
): MemberParts {
  const member = cluster.etcd.members.find(({ name }) => name === node);
  if (deed === undefined || member === undefined) return { before: [], steps: [], undo: [] };
  const { etcdUnit } = OPERATIONS[cluster.distribution.kind];
  const hold: readonly Step[] = isWatched ? [{ kind: "hold-watchdog", node }] : [];
  if (deed.kind === "found-alone" || deed.kind === "enter") {
    const as: Extract<Step, { readonly kind: "server-start" }>["as"] =
      deed.kind === "enter"
        ? { state: "join", servers: deed.servers }
        : { state: "found", others: deed.others };
    // What does not get there goes on by itself, or is stopped by the step: nobody else waits for it.
    const before: readonly Step[] =
      deed.kind === "enter" && deed.remove !== undefined && !deed.late
        ? [{ kind: "member-remove", node, ...deed.remove }]
        : [];
    return { before, steps: [...hold, { kind: "server-start", node, as }], undo: [] };
  }
  const aside: Step = { kind: "member-data-aside", node, etcdUnit };
  if (deed.kind === "found") {
    const steps = [...hold, start(cluster, member, etcdUnit, { state: "new", list: deed.list })];
    return { before: [], steps, undo: [] };
  }
  const { through, remove, timeoutSeconds } = deed;
  const { peerUrl } = member;
  return {
    before: remove === undefined ? [] : [{ kind: "member-remove", node, through, whom: remove }],
    steps: [
      ...(deed.aside ? [aside] : []),
      ...hold,
      { kind: "member-add", node, through, peerUrl },
      start(cluster, member, etcdUnit, { state: "existing" }),
      { kind: "member-promote", node, through, peerUrl, timeoutSeconds },
    ],
    // Off the list first: what is there and does not start holds up every further change.
    undo: [
      {
        step: { kind: "member-remove", node, through, whom: { kind: "learner", peerUrl } },
        from: isWatched ? "hold-watchdog" : "member-add",
        until: "member-promote",
      },
      { step: aside, from: isWatched ? "hold-watchdog" : "member-start", until: "member-promote" },
    ],
  };
}

function start(
  { etcd }: Cluster,
  { name, peerUrl }: EtcdMember,
  etcdUnit: string,
  as: Extract<Step, { readonly kind: "member-start" }>["as"],
): Step {
  const others = etcd.members.filter((one) => one.name !== name).map((one) => one.peerUrl);
  return { kind: "member-start", node: name, etcdUnit, name, peerUrl, others, as };
}

/** Whether it comes into being in its own turn, and works then: not where all have to be started before one does. */
export function isStartedAlone(deed: MemberDeed | undefined): boolean {
  return deed?.kind === "found-alone" || deed?.kind === "enter";
}

/** Deeds by the names of nodes. */
export type MemberDeeds = ReadonlyMap<HostName, MemberDeed>;
