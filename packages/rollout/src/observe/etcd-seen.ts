import type { DistributionKind, EtcdMember } from "@quorate/cluster";
import { shellWord } from "@quorate/command";
import { OPERATIONS } from "../distribution/operations.ts";
import { ETCD_JOINING } from "../on-host.ts";

// What a member's host is asked of etcd, and what its answer means, in one place: they share every word.

/** What a host tells of etcd. What it could not be asked is `unknown`, which is never a "no". */
export interface EtcdSeen {
  /** Whether there is data of etcd's, also of one that is stopped: a member that was started before. */
  readonly data: "yes" | "no" | "unknown";
  /** Whether those data are a learner's that is not known to have become a voter: no copy that anybody needs. */
  readonly joining: boolean;
  /** The cluster that the etcd on this host takes part in, as it knows it. */
  readonly membership: EtcdMembership | "unknown";
  /** A file of a cluster's data that is none of etcd's, where there is one: it is beyond what a rollout can judge. */
  readonly otherData?: string | undefined;
}

/** Who is a member, in the words of one of them. */
export interface EtcdMembership {
  /** Hexadecimal. Every member of a cluster has the same. */
  readonly clusterId: string;
  readonly members: readonly ListedMember[];
}

/** A member on etcd's own list. */
export interface ListedMember {
  /** Hexadecimal, as etcdctl takes it. */
  readonly id: string;
  /** Empty where it was added by hand and has not been started yet. */
  readonly name: string;
  readonly peerUrls: readonly string[];
  /** It tells its client URLs when it is started for the first time. */
  readonly started: boolean;
  /** It catches up, and does not vote. */
  readonly learner: boolean;
}

/** What is known of etcd where nobody asked. */
export const ETCD_UNKNOWN: EtcdSeen = { data: "unknown", joining: false, membership: "unknown" };

/** Seconds that etcd may take to name its members: it has them in memory. */
const ANSWER_TIMEOUT = 5;

/**
 * Lines of POSIX shell that print what {@link parseEtcd} reads. Members are asked for where other members ask
 * (`/members` of the peers' port): there etcd also answers while it has no quorum, and while it waits for its
 * first one. etcdctl gets no answer then.
 */
export function etcdQuestions({ peerUrl }: EtcdMember, distribution: DistributionKind): readonly string[] {
  const { data, hasData, peer } = OPERATIONS[distribution].etcd;
  const curl = [
    ...["curl", "--silent", "--fail", "--include", "--noproxy", "'*'", "--max-time", String(ANSWER_TIMEOUT)],
    // That port offers HTTP/2, and does not speak it.
    "--http1.1",
    ...["--cacert", peer.authority, "--cert", peer.certificate, "--key", peer.key],
    shellWord(`${peerUrl}/members`),
  ].join(" ");
  return [
    ...data,
    `if ${hasData}; then echo etcd-data=yes; elif [ -r "$data/member/wal" ] || [ ! -e "$data/member/wal" ]; then echo etcd-data=no; fi`,
    ...OPERATIONS[distribution].otherData.map(
      (file) => `if [ -e ${file} ]; then echo etcd-other-data=${file}; fi`,
    ),
    `if [ -e ${ETCD_JOINING} ]; then echo etcd-joining=yes; fi`,
    `${curl} 2>/dev/null | sed 's/^/etcd-members=/'`,
  ];
}

/** Reads the answer; `all` gives the values of the lines with a key. */
export function parseEtcd(all: (key: string) => readonly string[]): EtcdSeen {
  const data = all("etcd-data").at(-1);
  return {
    data: data === "yes" || data === "no" ? data : "unknown",
    joining: all("etcd-joining").includes("yes"),
    membership: parseMembership(all("etcd-members")),
    otherData: all("etcd-other-data").at(-1),
  };
}

function parseMembership(lines: readonly string[]): EtcdMembership | "unknown" {
  const clusterId = lines.map((line) => /^x-etcd-cluster-id: ([0-9a-f]+)$/i.exec(line)?.[1]).find(Boolean);
  const body = lines.find((line) => line.startsWith("["));
  if (clusterId === undefined || body === undefined) return "unknown";
  const members = parseList(body);
  return members === undefined ? "unknown" : { clusterId, members };
}

function parseList(body: string): readonly ListedMember[] | undefined {
  let list: unknown;
  try {
    // Ids are beyond what a number holds.
    list = JSON.parse(body.replaceAll(/"id":(\d+)/g, '"id":"$1"'));
  } catch {
    return undefined;
  }
  if (!Array.isArray(list) || list.length === 0) return undefined;
  const members = list.map(parseMember);
  // A list that is not understood whole is not understood.
  return members.every((member) => member !== undefined) ? members : undefined;
}

function parseMember(value: unknown): ListedMember | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const { id, name, peerURLs, clientURLs, isLearner } = value as { readonly [key: string]: unknown };
  if (typeof id !== "string" || !/^\d+$/.test(id) || !areTexts(peerURLs)) return undefined;
  return {
    id: BigInt(id).toString(16),
    name: typeof name === "string" ? name : "",
    peerUrls: peerURLs,
    started: areTexts(clientURLs) && clientURLs.length > 0,
    learner: isLearner === true,
  };
}

function areTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((one) => typeof one === "string");
}
