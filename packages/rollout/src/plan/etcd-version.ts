import type { Cluster, HostName } from "@quorate/cluster";
import type { DesiredNode } from "../desired.ts";
import type { EtcdInside } from "../distribution/k3s-etcd.ts";
import { type EtcdProgram, OPERATIONS } from "../distribution/operations.ts";
import type { InstalledObservation, Observation } from "../observe/observation.ts";
import { problem, type RolloutProblem } from "../problem-kind.ts";
import {
  ladder,
  minorsBetween,
  parseVersion,
  SAFE_BEFORE_3_6,
  type Version,
  versionWords,
} from "./version.ts";

const FIRST_3_6: Version = { major: 3, minor: 6, patch: 0 };

/** A member, what runs there, and what was built for it: its etcd, and the version of the program that has it. */
interface Move {
  readonly node: HostName;
  /** `undefined` where nobody tells, though there are data of it. */
  readonly from: EtcdInside | undefined;
  readonly runs: string | undefined;
  readonly to: EtcdInside | undefined;
  readonly built: string;
}

/** One refusal for each member that would go where its data can't follow, or where it is not known that they can. */
export function refuseEtcdVersions(
  cluster: Cluster,
  desired: readonly DesiredNode[],
  observed: readonly Observation[],
): readonly RolloutProblem[] {
  const { etcd, oneProgram = "" } = OPERATIONS[cluster.distribution.kind];
  const { program } = etcd;
  const members = new Set(cluster.etcd.members.map(({ name }) => name));
  const moves = desired.flatMap(({ node, versions }): readonly Move[] => {
    const seen = installedAs(node.name, observed);
    const built = versions && program.built(versions);
    if (!members.has(node.name) || seen === undefined || built === undefined) return [];
    const [from, to] = [etcdOf(seen, program), program.inside(built)];
    const runs = seen.facts.etcd.installed.known ? seen.facts.etcd.installed.value : undefined;
    // The same program is no move, whichever etcd it has; and who has no data of etcd's goes nowhere.
    if (runs === built && !(from?.sure && to?.sure)) return [];
    return from === undefined && seen.etcd.data === "no" ? [] : [{ node: node.name, from, runs, to, built }];
  });
  const refused = moves.flatMap((move) => refuseStep(move, program, oneProgram));
  if (refused.length > 0) return refused;
  const first = moves.find(mayCrossTo36);
  return first === undefined ? [] : refuseTo36(first, cluster, observed, program, oneProgram);
}

function refuseStep(
  { node, from, runs, to, built }: Move,
  program: EtcdProgram,
  name: string,
): readonly RolloutProblem[] {
  if (from === undefined) return [];
  const minors = to === undefined ? undefined : minorsBetween(from.version, to.version);
  const told = `etcd on ${node} is ${etcdWords(from)}, and would become ${toWords(to, built, name)}`;
  const wayBack = "The way back is a snapshot from before, for the whole cluster";
  if (minors !== undefined && minors > 1) {
    return [
      problem(
        "version-skips",
        node,
        `${told}: one minor at a time`,
        `Go ${ladder(from.version, to?.version ?? from.version)}: for each, set ${program.versionIn} (or a nixpkgs that has it), and deploy to all members`,
      ),
    ];
  }
  if (minors !== undefined && minors < 0 && to?.sure) {
    return [
      problem(
        "version-goes-back",
        node,
        `${told}: an older minor does not start on what a newer one has written`,
        `Keep the newer nixpkgs (flake.lock), or set ${program.versionIn}. ${wayBack}`,
      ),
    ];
  }
  // Of two versions of a program the later one has no older etcd.
  const isOlder = runs === undefined || (program.compare(built, runs) ?? -1) < 0;
  if (isOlder && (!from.sure || minors === undefined || minors < 0)) {
    return [
      problem(
        "version-goes-back",
        node,
        `${told}: whether that is an older minor is not known, and such a one does not start on what a newer one has written`,
        `Keep the newer nixpkgs (flake.lock), or a Quorate that knows both. ${wayBack}`,
      ),
    ];
  }
  return [];
}

/** Whether a member's etcd may be one before 3.6, and become 3.6 or a later one. */
function mayCrossTo36({ from, to }: Move): boolean {
  const isBefore = from === undefined || minorsBetween(from.version, FIRST_3_6) > 0;
  return isBefore && !(to?.sure && minorsBetween(to.version, FIRST_3_6) > 0);
}

/** There is no way back from 3.6: so all members have to be fit for it, and to agree on who they are. */
function refuseTo36(
  { node, to, built }: Move,
  { etcd }: Cluster,
  observed: readonly Observation[],
  program: EtcdProgram,
  programName: string,
): readonly RolloutProblem[] {
  const becomes = to?.sure
    ? `would become 3.6${programName === "" ? "" : ` (${programName} ${built})`}`
    : `may become 3.6, as ${toWords(to, built, programName)}`;
  const told = (why: string, hint: string) => [
    problem("etcd-step-unsafe", node, `etcd on ${node} ${becomes}, and ${why}`, hint),
  ];
  for (const { name } of etcd.members) {
    const seen = installedAs(name, observed);
    const version = seen && etcdOf(seen, program)?.version;
    if (seen === undefined || version === undefined) {
      return told(
        `which version ${name} runs could not be asked`,
        "Switch it on, and see that its etcd runs",
      );
    }
    if (isUnsafe(version)) {
      const { installed } = seen.facts.etcd;
      return told(
        `${name} runs ${versionWords(version)}: every member has to run ${versionWords(SAFE_BEFORE_3_6)} or a later 3.5 first`,
        stepsTo36(program, programName, installed.known ? installed.value : undefined, built),
      );
    }
  }
  const lists = etcd.members.flatMap(({ name }) => {
    const { etcd: said, facts } = installedAs(name, observed) ?? {};
    if (said === undefined || facts === undefined || said.membership === "unknown") return [];
    const ids = said.membership.members.map(({ id }) => id).sort();
    return [{ name, ids, own: facts.etcd.status.known ? facts.etcd.status.value.memberId : undefined }];
  });
  const hint = 'See docs/deploy.md, "Members of etcd"; then run the same command again';
  if (lists.length < etcd.members.length) {
    return told("not every member tells who the members are", hint);
  }
  const [one] = lists;
  const other = lists.find(({ ids }) => ids.join() !== one?.ids.join());
  if (one !== undefined && other !== undefined) {
    return told(`${one.name} and ${other.name} have different lists of its members`, hint);
  }
  const owned = lists.flatMap(({ own }) => own ?? []);
  const nobodys = one?.ids.find((id) => !owned.includes(id));
  return nobodys === undefined ? [] : told(`nobody answers as its member ${nobodys}`, hint);
}

function isUnsafe(version: Version): boolean {
  const minors = minorsBetween(version, SAFE_BEFORE_3_6);
  return minors > 0 || (minors === 0 && version.patch < SAFE_BEFORE_3_6.patch);
}

/** What has to be run on the way: what runs, what has a 3.5 from which 3.6 is safe, what is wanted. */
function stepsTo36(program: EtcdProgram, name: string, runs: string | undefined, built: string): string {
  const isSafe = (version: Version) => minorsBetween(version, FIRST_3_6) === 1 && !isUnsafe(version);
  const between = program.having(isSafe, parseVersion(runs)).join("; or ");
  if (name === "") return `Deploy ${between} to all members (${program.versionIn}), then ${built}`;
  return `Deploy to all servers, step by step: ${name} ${runs ?? "as it is"} → ${between} (etcd ${versionWords(SAFE_BEFORE_3_6)}) → ${built}. For the step between take a nixpkgs that has it (flake.lock); one of today has etcd 3.6 in every ${name}`;
}

function etcdWords({ version, sure }: EtcdInside): string {
  return `${versionWords(version)}${sure ? "" : " or later"}`;
}

/** `name` is empty where the program is etcd itself. */
function toWords(to: EtcdInside | undefined, built: string, name: string): string {
  if (to === undefined) return `that of ${name} ${built}, which is not known`;
  return `${etcdWords(to)}${name === "" ? "" : ` (${name} ${built})`}`;
}

function installedAs(node: HostName, observed: readonly Observation[]): InstalledObservation | undefined {
  const seen = observed.find((one) => one.node === node);
  return seen?.kind === "installed" ? seen : undefined;
}

/** What it runs, or, where it does not run, what is installed on its host. */
export function etcdOf(
  { facts: { etcd } }: InstalledObservation,
  program: EtcdProgram,
): EtcdInside | undefined {
  if (!etcd.status.known) return etcd.installed.known ? program.inside(etcd.installed.value) : undefined;
  const version = parseVersion(etcd.status.value.version);
  return version && { version, sure: true };
}
