import { type Cluster, type HostName, PORTS, quorumOf } from "@quorate/cluster";
import { OPERATIONS } from "../distribution/operations.ts";
import type { EtcdMembership, ListedMember } from "../observe/etcd-seen.ts";
import { toldOr } from "../observe/known.ts";
import type { Observation } from "../observe/observation.ts";
import { knownOf } from "../observe/whom.ts";
import { problem, type RolloutProblem } from "../problem-kind.ts";
import type { Voter } from "../step/member/etcd-api.ts";
import type { Removal } from "./member-deed.ts";

/** The membership that one member tells of. */
export interface View {
  readonly by: HostName;
  readonly membership: EtcdMembership;
}

/** What is to be done about members that etcd has and the file has not. */
export interface UnlistedPlan {
  readonly refusals: readonly RolloutProblem[];
  readonly removals: readonly Removal[];
}

/** What becomes of members that etcd has and the file has not: each distribution's own part of it. */
export interface LeavingMembers {
  /** By what one is named that is to go, beside its id; none where it can't be. */
  readonly namesOf: (cluster: Cluster, member: ListedMember) => readonly string[] | undefined;
  /** Why nothing is done while one is there that is not named. */
  readonly notInFile: (cluster: Cluster, member: ListedMember) => RolloutProblem;
  /** How it goes. */
  readonly removal: (
    cluster: Cluster,
    member: ListedMember,
    through: Voter,
    views: readonly View[],
  ) => Removal;
}

/** Members that the file does not have, by the lists of all that were asked, each once, by their names. */
export function membersNotInFile(
  cluster: Cluster,
  observed: readonly Observation[],
): readonly ListedMember[] {
  return notInFileBy(cluster, viewsOf(observed));
}

/** What each member of etcd that was asked tells of who is one. */
export function viewsOf(observed: readonly Observation[]): readonly View[] {
  return observed.flatMap((one) => {
    if (one.kind !== "installed" || one.etcd.membership === "unknown") return [];
    return [{ by: one.node, membership: one.etcd.membership }];
  });
}

function notInFileBy(cluster: Cluster, views: readonly View[]): readonly ListedMember[] {
  const known = new Set(cluster.etcd.members.map(({ peerUrl }) => peerUrl));
  const unlisted = new Map<string, ListedMember>();
  for (const { membership } of views) {
    for (const member of membership.members) {
      if (!member.peerUrls.some((url) => known.has(url))) unlisted.set(member.id, member);
    }
  }
  return [...unlisted.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Members that the file does not have are removed where they are named, or refused. */
export function planUnlisted(
  { namesOf, notInFile, removal }: LeavingMembers,
  cluster: Cluster,
  views: readonly View[],
  observed: readonly Observation[],
  remove: readonly string[],
): UnlistedPlan {
  const leaving = notInFileBy(cluster, views);
  if (leaving.length === 0) return { refusals: [], removals: [] };
  const isNamed = (member: ListedMember) => {
    const names = namesOf(cluster, member);
    return names !== undefined && [member.id, ...names].some((name) => name !== "" && remove.includes(name));
  };
  const refused = leaving.filter((member) => !isNamed(member));
  if (refused.length > 0)
    return { refusals: refused.map((member) => notInFile(cluster, member)), removals: [] };
  const moving = leaving.filter(({ name }) => cluster.etcd.members.some((one) => one.name === name));
  if (moving.length > 1) return { refusals: [moveTogether(moving)], removals: [] };
  const through = voterOf(cluster, views, observed);
  if (through === undefined) return { refusals: [noVoter(leaving)], removals: [] };
  const short = tooFew(cluster, views, observed, leaving);
  if (short !== undefined) return { refusals: [short], removals: [] };
  return { refusals: [], removals: leaving.map((member) => removal(cluster, member, through, views)) };
}

/** Upstream's etcd: by its name, and taken off its list. */
export const LEAVING_MEMBERS: LeavingMembers = {
  namesOf: (_, { name }) => [name],
  notInFile,
  removal: (_, { id, name, peerUrls }, through, views) => {
    const to = views[0]?.membership.members.find((one) => one.name === through.node)?.id;
    const clientUrl = peerUrls[0]?.replace(/:\d+$/, `:${PORTS.etcdClient.port}`);
    const lead = to === undefined || clientUrl === undefined ? {} : { lead: { clientUrl, to } };
    return { through, whom: { kind: "member", id, name, peerUrls, ...lead } };
  },
};

function notInFile(cluster: Cluster, member: ListedMember): RolloutProblem {
  const { id, name, peerUrls } = member;
  const now = cluster.etcd.members.find((one) => one.name === name);
  const words = `etcd has a member ${wordsOf(member)} that machines.ts ${now === undefined ? "does not have" : `has at ${now.peerUrl}`}`;
  const hint =
    now === undefined
      ? `If it is to go, give --remove ${name || id}: it is removed before anything else is touched, and only then switched off. Otherwise put it back into machines.ts`
      : `If that is its new address, give --remove ${name}: it is removed and joins anew from there. Otherwise set ${peerUrls.join(", ")} back in machines.ts`;
  return problem("member-not-in-file", name || peerUrls.join(","), words, hint);
}

/** Whoever moves leaves first and joins later: two at once would leave all data with the rest of them, for that long. */
function moveTogether(moving: readonly ListedMember[]): RolloutProblem {
  const [first, ...others] = moving;
  return problem(
    "members-move-together",
    "etcd",
    `machines.ts gives ${moving.length} members of etcd another address: ${moving.map(wordsOf).join(" and ")}`,
    `Move one at a time: set the old address of ${others.map(({ name }) => name).join(" and ")} back in machines.ts, deploy with --remove ${first?.name ?? ""}, and go on with the next once that one is a voter again`,
  );
}

function noVoter(leaving: readonly ListedMember[]): RolloutProblem {
  return problem(
    "etcd-without-quorum",
    "etcd",
    `${leaving.map(wordsOf).join(" and ")} can't be removed: no voter of the file serves, and without a quorum nobody is`,
    "Start the members that stay first (deploy those alone, together), then run the same command again",
  );
}

/** The first voter of the file that is not known to be ill, but for one that it is about. */
export function voterOf(
  cluster: Cluster,
  views: readonly View[],
  observed: readonly Observation[],
  except?: HostName,
): Voter | undefined {
  for (const { by, membership } of views) {
    const member = cluster.etcd.members.find(({ name }) => name === by);
    if (member === undefined || by === except) continue;
    const listed = membership.members.find(({ peerUrls }) => peerUrls.includes(member.peerUrl));
    if (listed === undefined || listed.learner || !listed.started || isIll(by, observed)) continue;
    const { kind } = cluster.distribution;
    return { node: by, distribution: kind, clientUrl: OPERATIONS[kind].etcd.askedAt(member.clientUrl) };
  }
  return undefined;
}

/** Why those that stay would not be a quorum once each of them has left; of those that leave each counts until then. */
function tooFew(
  cluster: Cluster,
  views: readonly View[],
  observed: readonly Observation[],
  leaving: readonly ListedMember[],
): RolloutProblem | undefined {
  const voters = (views[0]?.membership.members ?? []).filter(({ learner }) => !learner);
  const left = cluster.etcd.members.filter(({ name, peerUrl }) => {
    const seen = knownOf(name, observed);
    const isVoter = voters.some(({ peerUrls, started }) => started && peerUrls.includes(peerUrl));
    return isVoter && seen?.kind === "installed" && !isIll(name, observed);
  });
  const after = voters.length - leaving.filter(({ learner }) => !learner).length;
  if (left.length >= quorumOf(after)) return undefined;
  return problem(
    "quorum-at-risk",
    "etcd",
    `once ${leaving.map(({ name, id }) => name || id).join(" and ")} are removed, ${left.length} of ${after} voters would be up, and ${quorumOf(after)} are needed`,
    "Start the members that stay first (on their machines: journalctl -u etcd), then run the same command again",
  );
}

function isIll(name: HostName, observed: readonly Observation[]): boolean {
  const seen = knownOf(name, observed);
  return seen?.kind !== "installed" || toldOr(seen.facts.etcd.healthy, true) === false;
}

/** A member in words: `node3 (8e9e05c52164694d, https://10.0.0.13:2380)`. */
export function wordsOf({ id, name, peerUrls }: ListedMember): string {
  return `${name === "" ? "without a name" : name} (${id}, ${peerUrls.join(", ")})`;
}
