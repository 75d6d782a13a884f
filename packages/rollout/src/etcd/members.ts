import type { Cluster, HostName } from "@quorate/cluster";
import { type QuorumState, quorumState, votersSeen } from "../forecast/voters.ts";
import type { EtcdMembership, ListedMember } from "../observe/etcd-seen.ts";
import type { EtcdStatus } from "../observe/host/etcd-status.ts";
import { type Known, known, mapKnown, unknown } from "../observe/known.ts";
import type { InstalledObservation, Observation } from "../observe/observation.ts";
import { knownOf } from "../observe/whom.ts";
import { planMembership } from "../plan/membership.ts";

/** What etcd's members say of themselves and of each other, beside what machines.ts says. */
export interface MembersReport {
  readonly members: readonly MemberReport[];
  readonly quorum: QuorumState;
  /** Voters of whom nothing is known: whether they count is not known either. */
  readonly unknownVoters: readonly HostName[];
  /** The clusters that they are in, hexadecimal, by who says so: more than one is one too many. */
  readonly clusters: readonly { readonly id: string; readonly toldBy: readonly HostName[] }[];
  /** In what the lists of etcd and machines.ts, or those of two members, do not agree, a sentence each. */
  readonly differences: readonly string[];
}

/** A member, of etcd's lists or of machines.ts or of both. */
export interface MemberReport {
  /** Empty for one that was added by hand and never started. */
  readonly name: string;
  readonly peerUrls: readonly string[];
  readonly inFile: boolean;
  /** Whether a list of etcd's has it; not known where no member told one. */
  readonly listed: Known<boolean>;
  /** Hexadecimal, as etcdctl has it. */
  readonly id: Known<string>;
  readonly learner: Known<boolean>;
  /** Whether it was ever started. */
  readonly started: Known<boolean>;
  readonly leads: Known<boolean>;
  readonly healthy: Known<boolean>;
  readonly version: Known<string>;
  /** Bytes of its file, and how many of them are in use. */
  readonly size: Known<number>;
  readonly sizeInUse: Known<number>;
  /** How many entries of the log it is behind the one that has most of them. */
  readonly lag: Known<number>;
}

interface View {
  readonly by: HostName;
  readonly membership: EtcdMembership;
}

/** Puts together what every member told. */
export function membersOf(cluster: Cluster, observed: readonly Observation[]): MembersReport {
  const { count, up, unknown: silent } = votersSeen(cluster, observed);
  const views = observed.flatMap((one): readonly View[] =>
    one.kind !== "installed" || one.etcd.membership === "unknown"
      ? []
      : [{ by: one.node, membership: one.etcd.membership }],
  );
  const nodes = cluster.nodes.filter(({ roles }) => roles.etcd);
  const own = cluster.etcd.members.map(({ name, peerUrl }) =>
    reportOf({ name, peerUrls: [peerUrl] }, true, views, observed),
  );
  const urls = new Set(cluster.etcd.members.map(({ peerUrl }) => peerUrl));
  const others = new Map<string, ListedMember>();
  for (const member of views.flatMap(({ membership }) => membership.members)) {
    if (!member.peerUrls.some((url) => urls.has(url))) others.set(member.id, member);
  }
  const ids = [...new Set(views.map(({ membership }) => membership.clusterId))].sort();
  return {
    members: [...own, ...[...others.values()].map((member) => reportOf(member, false, views, observed))],
    quorum: quorumState(count, up.size, silent.size),
    unknownVoters: [...silent],
    clusters: ids.map((id) => ({
      id,
      toldBy: views.filter(({ membership }) => membership.clusterId === id).map(({ by }) => by),
    })),
    differences: [
      ...planMembership(cluster, nodes, observed, { erase: [], remove: [] })
        // What is not known is told where it is missing, and lists that differ are told below.
        .refusals.filter(({ code }) => code !== "member-unknown" && code !== "members-disagree")
        .map(({ message }) => message),
      ...disagreements(views),
    ],
  };
}

/** Why nothing is known of a member that has no machine in the file. */
const NOT_ASKED = unknown("machines.ts does not have it, so that nobody asks it");

type Whom = Pick<ListedMember, "name" | "peerUrls"> & Partial<Pick<ListedMember, "id">>;

function reportOf(
  whom: Whom,
  inFile: boolean,
  views: readonly View[],
  observed: readonly Observation[],
): MemberReport {
  const entries = views.flatMap(
    ({ membership }) =>
      membership.members.find((one) =>
        whom.id === undefined ? one.peerUrls.some((url) => whom.peerUrls.includes(url)) : one.id === whom.id,
      ) ?? [],
  );
  // Whoever knows that it was started is right: others may not have heard of that yet.
  const entry = entries.find(({ started }) => started) ?? entries[0];
  const status = inFile ? statusOf(whom.name, observed) : NOT_ASKED;
  const nobody = unknown("no member told its list");
  const unlisted = unknown("no list of etcd's has it");
  const told = <Value>(read: (member: ListedMember) => Value): Known<Value> => {
    if (entry !== undefined) return known(read(entry));
    return views.length === 0 ? nobody : unlisted;
  };
  return {
    name: whom.name,
    peerUrls: whom.peerUrls,
    inFile,
    listed: views.length === 0 ? nobody : known(entry !== undefined),
    id: told(({ id }) => id),
    learner: told(({ learner }) => learner),
    started: told(({ started }) => started),
    leads: mapKnown(status, ({ leader, memberId }) => leader === memberId),
    healthy: inFile ? healthOf(whom.name, observed) : NOT_ASKED,
    version: mapKnown(status, ({ version }) => version),
    size: mapKnown(status, ({ size }) => size),
    sizeInUse: mapKnown(status, ({ sizeInUse }) => sizeInUse),
    lag: mapKnown(status, ({ appliedIndex }) => Math.max(appliedIndex, furthest(observed)) - appliedIndex),
  };
}

/** What a node is as a member, or why nothing can be said of it. */
function hostOf(name: string, observed: readonly Observation[]): Known<InstalledObservation> {
  const seen = knownOf(name as HostName, observed);
  if (seen === undefined) return unknown("its machine could not be asked");
  return seen.kind === "installed" ? known(seen) : unknown("its machine is not installed");
}

function statusOf(name: string, observed: readonly Observation[]): Known<EtcdStatus> {
  const host = hostOf(name, observed);
  return host.known ? host.value.facts.etcd.status : host;
}

function healthOf(name: string, observed: readonly Observation[]): Known<boolean> {
  const host = hostOf(name, observed);
  return host.known ? host.value.facts.etcd.healthy : host;
}

function furthest(observed: readonly Observation[]): number {
  return Math.max(
    0,
    ...observed.map((one) => {
      if (one.kind !== "installed") return 0;
      const { status } = one.facts.etcd;
      return status.known ? status.value.appliedIndex : 0;
    }),
  );
}

/** Lists that are not the same although they are of one cluster: one of the two lags behind, or was removed. */
function disagreements(views: readonly View[]): readonly string[] {
  const [first, ...others] = views;
  if (first === undefined) return [];
  return others
    .filter(
      ({ membership }) =>
        membership.clusterId === first.membership.clusterId &&
        asText(membership) !== asText(first.membership),
    )
    .map(({ by }) => `${first.by} and ${by} have different lists of etcd's members`);
}

function asText({ members }: EtcdMembership): string {
  return members
    .map(({ id, name, peerUrls, learner }) => [id, name, ...[...peerUrls].sort(), learner].join(" "))
    .sort()
    .join("\n");
}
