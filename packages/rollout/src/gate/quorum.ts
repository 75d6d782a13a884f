import { type HostName, quorumOf } from "@quorate/cluster";
import type { MemberAnswer } from "./host-seen.ts";
import type { HostsSeen } from "./hosts-seen.ts";

/** What the members say of etcd, each for itself. */
export interface QuorumSeen {
  /** How many vote, by the lists that the members tell; 0 where none told one. */
  readonly voters: number;
  /** Hosts whose member is healthy, which none is without a quorum. */
  readonly healthy: readonly HostName[];
  /** Those of them that go back by themselves, at any time, unless somebody confirms what was changed there. */
  readonly mayGoBack: readonly HostName[];
  /** Hosts with a member that could not be asked: whether it is healthy is not known. */
  readonly unasked: readonly HostName[];
  /** Why their lists can't be relied on; `undefined` where they agree. */
  readonly disagreement: string | undefined;
}

/** Puts together what the members say. Who is still to join at the peer URL `joining` is no reason for a disagreement. */
export function quorumSeen(seen: HostsSeen, joining?: string): QuorumSeen {
  const answers = seen.hosts.flatMap(({ host, facts }) =>
    host.etcd === undefined || facts?.etcd.members === undefined
      ? []
      : [{ node: host.node, etcd: facts.etcd, members: facts.etcd.members }],
  );
  const [first, ...others] = answers;
  return {
    voters: Math.max(0, ...answers.map(({ members }) => members.filter(({ learner }) => !learner).length)),
    healthy: answers.flatMap(({ node, etcd }) => (etcd.healthy ? [node] : [])),
    mayGoBack: seen.hosts.flatMap(({ host, facts }) =>
      host.etcd !== undefined && facts?.mayGoBack && facts.etcd.healthy ? [host.node] : [],
    ),
    unasked: seen.hosts.flatMap(({ host, facts }) =>
      host.etcd !== undefined && facts === undefined ? [host.node] : [],
    ),
    disagreement:
      first === undefined
        ? undefined
        : (disagreementIn(first, joining) ??
          others.flatMap((other) =>
            asText(other.members) === asText(first.members)
              ? []
              : [`${first.node} and ${other.node} have different lists of etcd's members`],
          )[0]),
  };
}

function disagreementIn(
  {
    node,
    members: all,
  }: {
    readonly node: HostName;
    readonly members: readonly MemberAnswer[];
  },
  joining: string | undefined,
): string | undefined {
  const members = all.filter(({ peerUrls }) => joining === undefined || !peerUrls.includes(joining));
  const nameless = members.find(({ name }) => name === "");
  if (nameless !== undefined) {
    return `${node} knows a member at ${nameless.peerUrls.join(", ")} that was added and never started`;
  }
  const learner = members.find(({ learner: learns }) => learns);
  return learner === undefined ? undefined : `${learner.name} is a learner of etcd, and does not vote yet`;
}

function asText(members: readonly MemberAnswer[]): string {
  return members
    .map(({ id, name, peerUrls }) => [id, name, ...peerUrls].join(" "))
    .sort()
    .join("\n");
}

/**
 * Whether a member may be stopped for a while. One that is not healthy takes nothing away; one that could not be asked
 * may be needed by the time that it is stopped, and one whose host may go back by itself may be stopped meanwhile. With
 * one voter or two every step costs the quorum: then it is enough that nobody else is missing.
 */
export function mayBeStopped(member: HostName, seen: QuorumSeen): boolean {
  const { voters, healthy, unasked } = seen;
  if (!healthy.includes(member) && !unasked.includes(member)) return true;
  const left = leftWithout(member, seen).length;
  return voters <= 2 ? left >= voters - 1 : left >= quorumOf(voters);
}

/** Who is healthy, and stays it while a member is stopped. */
export function leftWithout(
  member: HostName,
  { healthy, mayGoBack }: Pick<QuorumSeen, "healthy" | "mayGoBack">,
): readonly HostName[] {
  return healthy.filter((name) => name !== member && !mayGoBack.includes(name));
}
