import type { Cluster, HostName } from "@quorate/cluster";
import type { Observation } from "../observe/observation.ts";
import { problem, type RolloutProblem } from "../problem-kind.ts";
import { utcMinute } from "../utc-minute.ts";
import { isHeld, type SeenLock } from "./holder.ts";
import type { LockAnswer } from "./lock-command.ts";

/** Where a cluster's lock is: on the hosts of its etcd members, whoever deploys to what. */
export interface LockPlaces {
  /** Those to ask, in the order in which everybody asks: of two who begin at once one is first everywhere. */
  readonly hosts: readonly HostName[];
  /** How many hosts there are that may hold it, those that can't be asked among them; half of them is no majority. */
  readonly all: number;
}

/**
 * Where the lock is to be taken, by what was seen. A machine that is not installed holds none, and has nothing to be
 * protected yet; one that can't be asked may hold somebody else's.
 */
export function lockPlaces({ etcd }: Pick<Cluster, "etcd">, observed: readonly Observation[]): LockPlaces {
  const members = etcd.members.map(({ name }) => name).sort();
  const seen = (name: HostName) => observed.find(({ node }) => node === name)?.kind;
  const hosts = members.filter((name) => {
    const kind = seen(name);
    return kind === "installed" || kind === undefined;
  });
  return { hosts, all: members.filter((name) => seen(name) !== "bare").length };
}

/** Where it is to be written down that a run has deployed, which held no lock there: members that it has installed. */
export function placesToRemember(
  { etcd }: Pick<Cluster, "etcd">,
  observed: readonly Observation[],
  deployed: readonly HostName[],
): readonly HostName[] {
  const bare = observed.filter(({ kind }) => kind === "bare").map(({ node }) => node);
  return deployed
    .filter((name) => bare.includes(name) && etcd.members.some((member) => member.name === name))
    .sort();
}

/** Why a run may not begin, by what one host answered; `undefined` where the next one is asked. */
export function refusedBy(host: HostName, answer: LockAnswer): RolloutProblem | undefined {
  if (answer.kind === "theirs" && isHeld(answer.lock)) return lockedBy(host, answer.lock);
  if (answer.kind !== "moved") return undefined;
  return problem(
    "lock-moved",
    host,
    `another run (${whose(answer.lock)}) has deployed to this cluster since its machines were looked at`,
    "Run the same command again: it looks anew",
  );
}

/** What has to be said of a lock that was taken on some hosts of all that may hold one: nothing for a majority. */
export function lockWarnings({ all }: LockPlaces, taken: number): readonly RolloutProblem[] {
  if (taken * 2 > all || all === 0) return [];
  return [
    problem(
      "lock-partial",
      "",
      `the lock is held on ${taken} of ${all} etcd hosts: another run that reaches the others would not see this one`,
      "See that nobody else deploys to this cluster meanwhile",
    ),
  ];
}

/** What it means that a lock which was held is somebody else's. */
export function lockLost(host: HostName, lock: SeenLock): RolloutProblem {
  const by = lock.state === "held" ? `${whose(lock)} has it now` : "it was broken";
  return problem(
    "lock-lost",
    host,
    `the lock of this cluster was taken away from this run: ${by}`,
    "See who deploys; then run the same command again",
  );
}

/** Says that somebody else deploys. */
function lockedBy(host: HostName, lock: SeenLock): RolloutProblem {
  const { age } = lock;
  return problem(
    "locked-by",
    host,
    `somebody deploys to this cluster: ${whose(lock)}, last heard of ${age} s ago`,
    "Wait for its end: where it died, the lock ends by itself within two minutes. `quorate unlock` takes it away from a run that you know to be dead",
  );
}

/** `root@ops1, deploy --all, since 2026-11-26 10:41 UTC`. */
export function whose({ run, holder }: SeenLock): string {
  if (holder === undefined) return `run ${run}`;
  return `${holder.by}, ${holder.command}, since ${utcMinute(holder.since)}`;
}
