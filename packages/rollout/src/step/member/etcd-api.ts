import type { DistributionKind, HostName } from "@quorate/cluster";
import { shellWord } from "@quorate/command";
import { OPERATIONS } from "../../distribution/operations.ts";

/** A voter that the list of members is changed through: a learner answers nothing of that kind. */
export interface Voter {
  readonly node: HostName;
  readonly distribution: DistributionKind;
  /** Where it is asked on its own host. */
  readonly clientUrl: string;
}

/** Seconds that etcd may take: a change of members is agreed upon by a quorum. */
const ANSWER_TIMEOUT = 10;

/**
 * Shell functions for a voter's own host: `ask PATH JSON` prints etcd's answer, `listed` its members, one a line and
 * without blanks, as protobuf's JSON may have some anywhere; it fails where the list can't be had.
 */
export function etcdApi({
  clientUrl,
  distribution,
}: Pick<Voter, "clientUrl" | "distribution">): readonly string[] {
  const who = OPERATIONS[distribution].etcd.client;
  return [
    `ask() { curl --silent --noproxy '*' --max-time ${ANSWER_TIMEOUT} --cacert ${who.authority} --cert ${who.certificate} --key ${who.key} --data "$2" "\${3:-${clientUrl}}$1"; }`,
    `listed() { ask /v3/cluster/member/list '{"linearizable":true}' | tr -d ' \\n' | tr '{' '\\n' | grep -F '"ID":"'; }`,
    'id_in() { printf "%s" "$1" | sed -n \'s/.*"ID":"\\([0-9]*\\)".*/\\1/p\'; }',
  ];
}

/** A pattern of grep -F, as a word of the shell, for the members at a peer URL. */
export function atPeerUrl(peerUrl: string): string {
  return shellWord(`"${peerUrl}"`);
}

/** An id as etcd's HTTP API takes it, of one as etcdctl writes it. */
export function decimalId(id: string): string {
  return BigInt(`0x${id}`).toString();
}
