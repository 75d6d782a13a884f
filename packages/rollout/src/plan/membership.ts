import type { Cluster, HostName, Node } from "@quorate/cluster";
import type { EtcdMembership, ListedMember } from "../observe/etcd-seen.ts";
import type { InstalledObservation, Observation } from "../observe/observation.ts";
import { knownOf } from "../observe/whom.ts";
import { problem, type RolloutProblem } from "../problem-kind.ts";

// Every member is started with the list of machines.ts and told that the cluster is new. That is true once, at the
// first installation; what has data keeps to that and asks for neither. A member without data that is started like
// this beside a cluster that lives makes a second one, empty, which takes writes. So etcd is asked who its members
// are, and whatever would not fit is refused. What is not known counts as being in the way.

/** The membership that one member tells of. */
interface View {
  readonly by: HostName;
  readonly membership: EtcdMembership;
}

/** One refusal for each thing in which etcd and the file do not agree on who is a member, if a target is one. */
export function refuseMembership(
  cluster: Cluster,
  nodes: readonly Node[],
  observed: readonly Observation[],
): readonly RolloutProblem[] {
  const targets = nodes.filter(({ roles }) => roles.etcd);
  if (targets.length === 0) return [];
  const views = viewsOf(observed);
  const differing = refuseTwoClusters(views);
  // Which of the two is meant, only a person can say: no list counts.
  if (differing.length > 0) return differing;
  return [
    ...refuseUnlisted(cluster, views),
    ...targets
      .filter(({ name }) => dataOf(name, observed) !== "yes")
      .flatMap((node) => refuseStart(cluster, node, views, observed)),
  ];
}

function viewsOf(observed: readonly Observation[]): readonly View[] {
  return observed.flatMap((one) => {
    if (one.kind !== "installed" || one.etcd.membership === "unknown") return [];
    return [{ by: one.node, membership: one.etcd.membership }];
  });
}

function refuseTwoClusters(views: readonly View[]): readonly RolloutProblem[] {
  const ids = [...new Set(views.map(({ membership }) => membership.clusterId))];
  if (ids.length < 2) return [];
  const told = ids.map((id) => {
    const names = views.filter(({ membership }) => membership.clusterId === id).map(({ by }) => by);
    return `${id} on ${names.join(", ")}`;
  });
  return [
    problem(
      "clusters-differ",
      "etcd",
      `etcd's members are in different clusters: ${told.join("; ")}`,
      "Find out which one holds your data (etcdctl get --prefix / --keys-only on each), stop etcd on the others and move their /var/lib/etcd/member away, then replace them one by one (docs/deploy.md)",
    ),
  ];
}

/** Members by the lists of all, each once. */
function refuseUnlisted(cluster: Cluster, views: readonly View[]): readonly RolloutProblem[] {
  const known = new Set(cluster.etcd.members.map(({ peerUrl }) => peerUrl));
  const unlisted = new Map<string, { readonly member: ListedMember; readonly by: HostName }>();
  for (const { by, membership } of views) {
    for (const member of membership.members) {
      if (!member.peerUrls.some((url) => known.has(url))) unlisted.set(member.id, { member, by });
    }
  }
  return [...unlisted.values()].map(({ member, by }) => {
    const { id, peerUrls } = member;
    const now = cluster.etcd.members.find(({ name }) => name === member.name);
    const words = `etcd has a member ${wordsOf(member)} that machines.ts ${now === undefined ? "does not have" : `has at ${now.peerUrl}`}`;
    const hint =
      now === undefined
        ? `If it is to go, on ${by}: etcdctl member remove ${id} (docs/deploy.md has etcdctl's arguments); only then switch it off. Otherwise put it back into machines.ts`
        : `If that is its new address, on ${by}: etcdctl member update ${id} --peer-urls=${now.peerUrl} (docs/deploy.md has etcdctl's arguments). Otherwise set ${peerUrls.join(", ")} back in machines.ts`;
    return problem("member-not-in-file", member.name || peerUrls.join(","), words, hint);
  });
}

/** Why a member without data may not be started by a deployment. */
function refuseStart(
  cluster: Cluster,
  node: Node,
  views: readonly View[],
  observed: readonly Observation[],
): readonly RolloutProblem[] {
  if (views.length === 0) return refuseUnknown(cluster, node, observed);
  const own = cluster.etcd.members.find(({ name }) => name === node.name);
  if (own === undefined) throw new Error(`${node.name} is no member of etcd`);
  // All must agree: one that lags behind the others is a reason to wait.
  for (const { by, membership } of views) {
    const listed = membership.members.find(({ peerUrls }) => peerUrls.includes(own.peerUrl));
    const existing = `nixos: { services: { etcd: { initialClusterState: "existing" } } }`;
    if (listed === undefined) {
      return [
        problem(
          "member-would-start-a-cluster",
          node.name,
          `${node.name} has no data of etcd's and is not in the list of the cluster that ${by} is in: it would make a second one, empty, that takes writes`,
          "Deploy does not add members to a living cluster yet. docs/deploy.md says how it is done by hand",
        ),
      ];
    }
    if (listed.started) {
      return [
        problem(
          "member-replaced",
          node.name,
          `${node.name} has no data of etcd's, but etcd knows it as the member ${wordsOf(listed)}, which was started before: it would be refused for ever`,
          `If that machine or its data is gone for good, on ${by}: etcdctl member remove ${listed.id}, then etcdctl member add ${own.name} --peer-urls=${own.peerUrl} (docs/deploy.md has etcdctl's arguments); give ${node.name} ${existing} in machines.ts, generate, deploy it, then take that out and deploy again`,
        ),
      ];
    }
    if (!saysExisting(node) && !isStaticList(cluster, membership)) {
      return [
        problem(
          "member-would-start-a-cluster",
          node.name,
          `${node.name} is in etcd's list and was never started, but would be started with a list of its own, as the member of a new cluster`,
          `Give it ${existing} in machines.ts for its first start (docs/deploy.md)`,
        ),
      ];
    }
  }
  return [];
}

/** Nobody told a list. That is right where none has data; everywhere else it is in the way. */
function refuseUnknown(
  cluster: Cluster,
  node: Node,
  observed: readonly Observation[],
): readonly RolloutProblem[] {
  const others = cluster.etcd.members.map(({ name }) => name).filter((name) => name !== node.name);
  const silent = others.filter((name) => dataOf(name, observed) === "unknown");
  const stopped = others.filter((name) => dataOf(name, observed) === "yes");
  if (silent.length + stopped.length === 0) return [];
  const why = [
    ...stopped.map((name) => `${name} has data, but its etcd does not tell its members`),
    ...silent.map((name) => `${name} could not be asked whether it has data`),
  ].join("; ");
  const start =
    stopped.length === 0 ? "" : `start etcd on ${stopped.join(", ")} first (deploy those alone, together); `;
  return [
    problem(
      "member-unknown",
      node.name,
      `${node.name} has no data of etcd's, and whether there is a cluster that it would have to join is not known: ${why}`,
      `${capital(start)}${start === "" ? "Switch" : "switch"} on what is off: a member without data is only started where all members were asked`,
    ),
  ];
}

/** A machine that is not ours has no data of this cluster's, as far as can be told. */
function dataOf(name: HostName, observed: readonly Observation[]): InstalledObservation["etcd"]["data"] {
  const seen = knownOf(name, observed);
  if (seen === undefined) return "unknown";
  return seen.kind === "bare" ? "no" : seen.etcd.data;
}

/**
 * Whether etcd's list is word for word that of the file, as of a first installation that is under way: who is
 * started with it joins the same cluster, whose id is made from that list. A member that was added by hand has no
 * name before its first start.
 */
function isStaticList(cluster: Cluster, { members }: EtcdMembership): boolean {
  const told = members.flatMap(({ name, peerUrls }) => peerUrls.map((url) => `${name}=${url}`));
  const wanted = cluster.etcd.members.map(({ name, peerUrl }) => `${name}=${peerUrl}`);
  return told.sort().join() === wanted.sort().join();
}

function saysExisting({ escapeHatch: { nixos, nixosUnchecked } }: Node): boolean {
  return (
    nixos.services?.etcd?.initialClusterState === "existing" ||
    nixosUnchecked["services.etcd.initialClusterState"] === "existing"
  );
}

function wordsOf({ id, name, peerUrls }: ListedMember): string {
  return `${name === "" ? "without a name" : name} (${id}, ${peerUrls.join(", ")})`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
