import type { Cluster, HostName } from "@quorate/cluster";
import type { DesiredNode } from "../desired.ts";
import type { InstalledObservation, Observation } from "../observe/observation.ts";
import { problem, type RolloutProblem } from "../problem-kind.ts";
import { ladder, minorsBetween, parseVersion, type Version, versionWords } from "./version.ts";

/** What etcd 3.6 wants of every member before the first of them is one. */
const BEFORE_3_6: Version = { major: 3, minor: 5, patch: 26 };

/** One refusal for each member that would go where its data can't follow. */
export function refuseEtcdVersions(
  cluster: Cluster,
  desired: readonly DesiredNode[],
  observed: readonly Observation[],
): readonly RolloutProblem[] {
  const members = new Set(cluster.etcd.members.map(({ name }) => name));
  const moves = desired.flatMap(({ node, versions }) => {
    const seen = installedAs(node.name, observed);
    const [from, to] = [seen && versionOf(seen), parseVersion(versions?.etcd)];
    return members.has(node.name) && from !== undefined && to !== undefined
      ? [{ node: node.name, from, to }]
      : [];
  });
  const refused = moves.flatMap(({ node, from, to }) => refuseStep(node, from, to));
  if (refused.length > 0) return refused;
  const [first] = moves.filter(({ from, to }) => from.minor === 5 && to.minor === 6 && from.major === 3);
  return first === undefined ? [] : refuseTo36(first.node, cluster, observed);
}

function refuseStep(node: HostName, from: Version, to: Version): readonly RolloutProblem[] {
  const minors = minorsBetween(from, to);
  const told = `etcd on ${node} is ${versionWords(from)}, and would become ${versionWords(to)}`;
  if (minors < 0) {
    return [
      problem(
        "version-goes-back",
        node,
        `${told}: an older minor does not start on what a newer one has written`,
        "Keep the newer nixpkgs (flake.lock), or set services.etcd.package. The way back is a snapshot from before, for the whole cluster",
      ),
    ];
  }
  if (minors <= 1) return [];
  return [
    problem(
      "version-skips",
      node,
      `${told}: one minor at a time`,
      `Go ${ladder(from, to)}: for each, set services.etcd.package (or a nixpkgs that has it), and deploy to all members`,
    ),
  ];
}

/** There is no way back from 3.6: so all members have to be fit for it, and to agree on who they are. */
function refuseTo36(
  node: HostName,
  { etcd }: Cluster,
  observed: readonly Observation[],
): readonly RolloutProblem[] {
  const told = (why: string, hint: string) => [
    problem("etcd-step-unsafe", node, `etcd on ${node} would become 3.6, and ${why}`, hint),
  ];
  for (const { name } of etcd.members) {
    const seen = installedAs(name, observed);
    const version = seen && versionOf(seen);
    if (seen === undefined || version === undefined) {
      return told(
        `which version ${name} runs could not be asked`,
        "Switch it on, and see that its etcd runs",
      );
    }
    if (version.minor < 6 && (version.minor < 5 || version.patch < BEFORE_3_6.patch)) {
      return told(
        `${name} runs ${versionWords(version)}: every member has to run ${versionWords(BEFORE_3_6)} or a later 3.5 first`,
        `Deploy ${versionWords(BEFORE_3_6)} to all members (services.etcd.package), then 3.6`,
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

function installedAs(node: HostName, observed: readonly Observation[]): InstalledObservation | undefined {
  const seen = observed.find((one) => one.node === node);
  return seen?.kind === "installed" ? seen : undefined;
}

/** What it runs, or, where it does not run, what is installed on its host. */
function versionOf({ facts: { etcd } }: InstalledObservation): Version | undefined {
  if (etcd.status.known) return parseVersion(etcd.status.value.version);
  return etcd.installed.known ? parseVersion(etcd.installed.value) : undefined;
}
