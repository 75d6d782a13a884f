import { type HostName, quorumOf } from "@quorate/cluster";
import type { GateHost } from "./gate-host.ts";
import type { HostSeen } from "./host-seen.ts";
import { doorsOpen, type HostsSeen, isDoor, worksOn } from "./hosts-seen.ts";
import { type Fault, faultsOf, faultsWithoutQuorum } from "./part.ts";
import { leftWithout, mayBeStopped, quorumSeen } from "./quorum.ts";

/** What a gate has come to. */
export type Verdict =
  | { readonly kind: "open"; readonly youngest: number }
  | ({ readonly kind: "shut" } & Reason);

/** Why a gate is shut. */
export interface Reason {
  readonly because:
    | "part-not-well"
    | "certificate-not-read"
    | "certificate-not-renewed"
    | "others-kept-out"
    | "others-worse"
    | "quorum-at-risk"
    | "last-apiserver"
    | "members-disagree";
  /** A sentence without a full stop. */
  readonly message: string;
  /** The last lines of the journal of the unit to blame. */
  readonly journal: readonly string[];
  /** Whether waiting is of no use: what is not well is started again and again. */
  readonly final: boolean;
}

/** A unit that was started anew so often is not on its way up. */
const RESTARTS = 5;

/** May the node be touched? Nothing of it is asked but what the others would have to do without it. */
export function judgeBefore(node: HostName, seen: HostsSeen): Verdict {
  const own = seen.hosts.find(({ host }) => host.node === node);
  const quorum = quorumSeen(seen, own?.host.etcd?.peerUrl);
  if (own?.host.etcd !== undefined) {
    if (quorum.disagreement !== undefined) return shut("members-disagree", quorum.disagreement);
    if (!mayBeStopped(node, quorum)) {
      const others = leftWithout(node, quorum);
      const unasked = quorum.unasked.includes(node) ? `${node} could not be asked, and ` : "";
      const goes = quorum.mayGoBack.filter((name) => name !== node);
      const unconfirmed =
        goes.length === 0
          ? ""
          : `; ${goes.join(", ")} may go back at any time: a change there is not confirmed`;
      return shut(
        "quorum-at-risk",
        `${unasked}without ${node} ${others.length} of ${quorum.voters} voters of etcd would be healthy (${others.join(", ") || "none"}), and ${quorumOf(quorum.voters)} are needed${unconfirmed}`,
      );
    }
  }
  const masters = seen.hosts.filter(({ host }) => host.apiserver !== undefined);
  const ready = masters.filter(({ facts }) => facts?.readyz === "ok").map(({ host }) => host.node);
  const others = ready.filter((name) => name !== node);
  const isMaster = own?.host.apiserver !== undefined;
  if (isMaster && masters.length > 1 && others.length === 0) {
    // By the time that it is touched it may be there again.
    if (own.facts === undefined)
      return shut("last-apiserver", `${node} could not be asked, and no other apiserver is ready`);
    if (ready.length > 0)
      return shut("last-apiserver", `the apiserver of ${node} is the only one that is ready`);
  }
  return { kind: "open", youngest: Number.POSITIVE_INFINITY };
}

/** What a node that was touched is held to. */
export interface Expectation {
  /** What of the others worked before. */
  readonly before: readonly string[];
  /** A unit that is started anew often may be waiting for another node. */
  readonly patient: boolean;
  /** Whether etcd had a quorum before. Where it had none, and has none now, only what needs none is asked for. */
  readonly quorumBefore?: boolean;
}

/** Is the node well, and is nobody else worse than before? */
export function judgeAfter(
  node: HostName,
  seen: HostsSeen,
  { before, patient, quorumBefore = true }: Expectation,
): Verdict {
  const own = seen.hosts.find(({ host }) => host.node === node);
  if (own?.facts === undefined) return shut("part-not-well", `${node} could not be asked`);
  const { host, facts } = own;
  const withoutQuorum = !quorumBefore && quorumSeen(seen).healthy.length === 0;
  const [fault] = withoutQuorum ? faultsWithoutQuorum(host, facts) : faultsOf(host, facts);
  if (fault !== undefined) return ofFault(node, fault, facts, patient);
  if (host.etcd !== undefined && !withoutQuorum) {
    const { disagreement } = quorumSeen(seen);
    if (disagreement !== undefined) return shut("members-disagree", disagreement);
    const behind = behindOf(node, seen);
    if (behind !== undefined) return shut("part-not-well", behind);
  }
  const works = [...worksOn(seen, node), ...doorsOpen(seen, node, true)];
  const worse = before.filter((one) => !works.includes(one));
  if (worse.length > 0) {
    const because = worse.every(isDoor) ? "others-kept-out" : "others-worse";
    return shut(because, `${worse.join(", ")} worked before ${node} was touched, and does not now`);
  }
  return { kind: "open", youngest: youngestOf(host, facts) };
}

function ofFault(
  node: HostName,
  { part, unit, why, says = "part-not-well" }: Fault,
  facts: HostSeen,
  patient: boolean,
): Verdict {
  const restarts = facts.units.get(unit)?.restarts ?? 0;
  const name = part === "units" ? unit : part;
  return {
    ...shut(says, `${node}: ${name} ${why}`),
    journal: facts.journals.get(unit) ?? [],
    final: !patient && restarts >= RESTARTS,
  };
}

/** Entries of the log that a member may lag behind while it is still in step: what is written within a blink. */
const LAG = 1_000;

function behindOf(node: HostName, { hosts }: HostsSeen): string | undefined {
  const applied = hosts.flatMap(({ host, facts }) =>
    facts?.etcd.applied === undefined ? [] : [{ node: host.node, at: facts.etcd.applied }],
  );
  const own = applied.find((one) => one.node === node)?.at ?? 0;
  const lag = Math.max(0, ...applied.map(({ at }) => at)) - own;
  return lag > LAG ? `${node}: etcd is ${lag} entries behind the others` : undefined;
}

/** Seconds since the youngest of a node's units was started. */
function youngestOf({ units }: GateHost, facts: HostSeen): number {
  return Math.min(...units.map((unit) => facts.uptime - (facts.units.get(unit)?.since ?? facts.uptime)));
}

function shut(because: Reason["because"], message: string): Extract<Verdict, { kind: "shut" }> {
  return { kind: "shut", because, message, journal: [], final: false };
}
