import type { Cluster, HostName } from "@quorate/cluster";
import type { DesiredNode } from "../desired.ts";
import { OPERATIONS } from "../distribution/operations.ts";
import { toldOr } from "../observe/known.ts";
import { nodeLists } from "../observe/kubernetes/node-lists.ts";
import type { Observation } from "../observe/observation.ts";
import { problem, type RolloutProblem } from "../problem-kind.ts";
import { apiserverSeen } from "./apiserver-seen.ts";
import { refuseEtcdVersions } from "./etcd-version.ts";
import { ladder, minorsBetween, parseVersion, type Version, versionWords } from "./version.ts";

// Which versions may run beside which, from Kubernetes' version skew policy: apiservers one minor apart at most, a
// kubelet never newer than an apiserver that it may meet, and three minors older at most. Held before, between and
// after all activations: masters are activated before workers.

/** Minors that a kubelet may be older than an apiserver. */
const KUBELET_OLDER = 3;

/**
 * One refusal for each thing that would run beside what it may not. Of an apiserver that does not answer it counts what
 * its host's system starts; where nobody tells that either it is not taken for one that fits.
 */
export function refuseVersions(
  cluster: Cluster,
  desired: readonly DesiredNode[],
  observed: readonly Observation[],
): readonly RolloutProblem[] {
  return [
    ...refuseEtcdVersions(cluster, desired, observed),
    ...refuseKubernetesVersions(cluster, desired, observed),
  ];
}

/** A component of a node: what runs, and what is to run after this deployment. */
interface Move {
  readonly node: HostName;
  readonly from: Version | undefined;
  readonly to: Version | undefined;
}

function refuseKubernetesVersions(
  cluster: Cluster,
  desired: readonly DesiredNode[],
  observed: readonly Observation[],
): readonly RolloutProblem[] {
  const wanted = new Map(
    desired.map(({ node, versions }) => [node.name, parseVersion(versions?.kubernetes)]),
  );
  const move = (node: HostName, from: Version | undefined): Move => ({
    node,
    from,
    to: wanted.get(node) ?? from,
  });
  const masters = cluster.nodes
    .filter(({ roles }) => roles.controlPlane)
    .map(({ name }) => move(name, apiserverOf(name, observed)));
  const kubelets = kubeletsSeen(cluster, observed);
  const nodes = cluster.nodes
    .filter(({ roles }) => roles.kubelet && !roles.controlPlane)
    .map(({ name }) => move(name, kubelets.get(name)));
  const { versionIn } = OPERATIONS[cluster.distribution.kind];
  const steps = [
    ...masters.flatMap((one) => refuseStep(one, "kube-apiserver", versionIn)),
    ...masters.flatMap((one) => refuseUnknown(one, cluster, observed)),
    ...nodes.flatMap((one) => refuseStep(one, undefined, versionIn)),
  ];
  return steps.length > 0
    ? steps
    : [...refuseApart(masters), ...nodes.flatMap((one) => refuseKubelet(one, masters))];
}

/** The version of a node's apiserver, or, where that does not answer, of the one that its system starts. */
export function apiserverOf(node: HostName, observed: readonly Observation[]): Version | undefined {
  const seen = observed.find((one) => one.node === node);
  if (seen?.kind !== "installed") return undefined;
  const { version, installed } = seen.facts.controlPlane;
  return parseVersion(version.known ? version.value : toldOr(installed, undefined));
}

/** A master that is to run another version, and nobody tells what it has run: its data may be of any. */
function refuseUnknown(
  { node, from, to }: Move,
  cluster: Cluster,
  observed: readonly Observation[],
): readonly RolloutProblem[] {
  const own = cluster.nodes.find(({ name }) => name === node);
  const seen = observed.find((one) => one.node === node);
  if (from !== undefined || to === undefined || own === undefined || seen?.kind !== "installed") return [];
  const { installed } = seen.facts.controlPlane;
  if (installed.known || apiserverSeen(cluster, own, observed) === "none") return [];
  return [
    problem(
      "skew-unknown",
      node,
      `kube-apiserver on ${node} would become ${versionWords(to)}, and which version it is could not be asked: ${installed.why}`,
      `On ${node}: systemctl cat ${OPERATIONS[cluster.distribution.kind].apiserverUnit}; start its apiserver, then run the same command again`,
    ),
  ];
}

function kubeletsSeen(cluster: Cluster, observed: readonly Observation[]): ReadonlyMap<string, Version> {
  const names = new Set<string>(cluster.nodes.map(({ name }) => name));
  return new Map(
    nodeLists(observed)
      .flat()
      .flatMap(({ name, kubeletVersion }) => {
        const version = parseVersion(kubeletVersion);
        return version === undefined || !names.has(name) ? [] : [[name, version] as const];
      }),
  );
}

/** An apiserver goes up by one minor, and none goes down: what it has stored an older one may not read. */
function refuseStep(
  { node, from, to }: Move,
  apiserver: string | undefined,
  versionIn: string,
): readonly RolloutProblem[] {
  if (from === undefined || to === undefined) return [];
  const minors = minorsBetween(from, to);
  if (minors < 0 && apiserver !== undefined) {
    return [
      problem(
        "version-goes-back",
        node,
        `${apiserver} on ${node} is ${versionWords(from)}, and would become ${versionWords(to)}: an older minor may not read what a newer one has stored`,
        `Keep the newer nixpkgs (flake.lock), or set ${versionIn}. The way back is a snapshot of etcd from before, for the whole cluster`,
      ),
    ];
  }
  if (minors <= 1 || apiserver === undefined) return [];
  return [
    problem(
      "version-skips",
      node,
      `${apiserver} on ${node} is ${versionWords(from)}, and would become ${versionWords(to)}: one minor at a time`,
      `Go ${ladder(from, to)}: for each, set ${versionIn} (or a nixpkgs that has it), and deploy to all masters, then to all workers`,
    ),
  ];
}

/** Between two activations there are apiservers of before and of after. */
function refuseApart(masters: readonly Move[]): readonly RolloutProblem[] {
  for (const { node, to } of masters) {
    for (const other of masters) {
      const version = other.from ?? other.to;
      if (to === undefined || version === undefined || minorsBetween(version, to) <= 1) continue;
      return [
        problem(
          "skew-too-wide",
          node,
          `kube-apiserver on ${node} would be ${versionWords(to)} beside ${versionWords(version)} on ${other.node}: one minor apart at most`,
          `Deploy ${versionWords(version)}'s next minor to ${other.node} first: ${ladder(version, to)}`,
        ),
      ];
    }
  }
  return [];
}

function refuseKubelet({ node, from, to }: Move, masters: readonly Move[]): readonly RolloutProblem[] {
  if (to === undefined) return [];
  const isNewer = from === undefined || minorsBetween(from, to) > 0;
  for (const master of masters) {
    if (master.to === undefined) {
      // Of an apiserver that nobody can ask, a kubelet that becomes no newer can't become too new.
      if (!isNewer || from === undefined) continue;
      return [
        problem(
          "skew-unknown",
          node,
          `the kubelet of ${node} would become ${versionWords(to)}, and which version the apiserver of ${master.node} has could not be asked`,
          `Deploy to ${master.node} as well, or switch it on`,
        ),
      ];
    }
    const apart = minorsBetween(to, master.to);
    if (apart < 0 && isNewer) {
      return [
        problem(
          "skew-too-wide",
          node,
          `the kubelet of ${node} would be ${versionWords(to)}, newer than ${versionWords(master.to)} of the apiserver of ${master.node}`,
          "Deploy to all masters first, or to all nodes in one command: masters come before workers",
        ),
      ];
    }
    // It is still what it was when the apiservers have become newer; an older one is what it becomes.
    const oldest = from === undefined || !isNewer ? to : from;
    const changes =
      master.from === undefined ||
      from === undefined ||
      minorsBetween(master.from, master.to) > 0 ||
      minorsBetween(from, to) < 0;
    if (minorsBetween(oldest, master.to) > KUBELET_OLDER && changes) {
      return [
        problem(
          "skew-too-wide",
          node,
          `a kubelet ${versionWords(oldest)} on ${node} would meet the apiserver ${versionWords(master.to)} of ${master.node}: ${KUBELET_OLDER} minors older at most`,
          `Bring ${node} up to the version of the apiservers that run first`,
        ),
      ];
    }
  }
  return [];
}
