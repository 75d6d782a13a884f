import type { Cluster, Node } from "@quorate/cluster";
import { nodeLists } from "../observe/kubernetes/node-lists.ts";
import type { BareObservation, Observation } from "../observe/observation.ts";
import { knownOf } from "../observe/whom.ts";
import { problem, type RolloutProblem } from "../problem-kind.ts";

/** What somebody has consented to. */
export interface Consent {
  /** A first installation of machines that show nothing of ours. */
  readonly yes: boolean;
  /** Names of nodes whose disks may be erased whatever they were before. */
  readonly erase: readonly string[];
  /** Names of members that etcd has and the file has not (or has elsewhere), or their ids: they are removed for good. */
  readonly remove: readonly string[];
}

/**
 * One refusal for each node whose disk would be erased without consent; and, whatever was said, for each whose machine
 * serves as part of a cluster, and for more than one voter of an etcd that lives.
 *
 * `--yes` is consent for a machine that nobody knows. One that the cluster knows by its name, that shows another node's
 * key, or of which that cannot be told, is erased where it is named alone.
 */
export function refuseErasing(
  cluster: Cluster,
  nodes: readonly Node[],
  observed: readonly Observation[],
  consent: Consent,
): readonly RolloutProblem[] {
  const bare = nodes.flatMap((node) => {
    const seen = knownOf(node.name, observed);
    return seen?.kind === "bare" ? [{ node, seen }] : [];
  });
  return [
    ...bare.flatMap(({ node, seen }) => refusalOf(cluster, node, seen, observed, consent) ?? []),
    ...refuseVoters(
      cluster,
      bare.map(({ node }) => node),
      observed,
    ),
  ];
}

function refusalOf(
  cluster: Cluster,
  node: Node,
  seen: BareObservation,
  observed: readonly Observation[],
  { yes, erase }: Consent,
): RolloutProblem | undefined {
  const { name, address, disk } = node;
  const { answersAt = [], shows } = seen;
  const told = `${name} ${reasons[seen.reason]}`;
  if (answersAt === "unknown") {
    return problem(
      "machine-not-asked",
      name,
      `${told}, and whether it serves as part of a cluster could not be asked`,
      "See that it is on and can be reached, and that bash and timeout are on PATH here: --dry-run --assume bare prints the command",
    );
  }
  if (answersAt.length > 0) {
    return problem(
      "machine-alive",
      name,
      `${told}, but ${address} answers at ${answersAt.join(", ")}, as etcd and the API of a cluster do: erasing ${disk} may end one that lives`,
      "A node that was renamed in machines.ts gets its old name back; one that was installed with another folder of certificates is deployed with that (--certs). If this machine is to be erased, stop etcd and the apiserver on it first",
    );
  }
  if (node.hostKey !== undefined) {
    return problem(
      "host-key-kept",
      name,
      `${told}, and machines.ts has the host key that ${name} had and keeps: installing it erases ${disk}, and that key`,
      `If this machine is to be installed anew, take hostKey of ${name} and its disks (nixosUnchecked) out of machines.ts, then genCerts and generate. If it is the one that ran, see why it shows another key`,
    );
  }
  if (erase.includes(name)) return undefined;
  if (shows !== undefined) {
    return problem(
      "machine-is-another",
      name,
      `the machine at ${address} is ${shows}, whose host key it shows: installing it as ${name} erases ${disk}`,
      `If it was only renamed, give it its old name back in machines.ts, or put that key among the files of ${name}. If it is to be erased, give --erase ${name}`,
    );
  }
  const known = knownToCluster(cluster, node, observed);
  if (known !== undefined) {
    return problem(
      "install-needs-erase",
      name,
      `${told}, and ${known}: installing it erases ${disk}`,
      `See that this is the machine you mean, and why it shows another key than before; then give --erase ${name}`,
    );
  }
  if (yes) return undefined;
  return problem(
    "install-needs-yes",
    name,
    `${told}: installing it erases ${disk}`,
    "See that this is the machine you mean, then give --yes; a machine that was installed before and now shows another key may be an impostor",
  );
}

/** What the cluster knows of a node that would be installed, as a clause; `undefined` where that is nothing. */
function knownToCluster(
  { etcd }: Cluster,
  { name }: Node,
  observed: readonly Observation[],
): string | undefined {
  const others = observed.flatMap((one) => (one.kind === "installed" && one.node !== name ? [one] : []));
  // Where nothing of ours is installed, there is nothing that could know it.
  if (others.length === 0) return undefined;
  const isMember = etcd.members.some((member) => member.name === name);
  const lists = others.flatMap(({ etcd: { membership } }) => (membership === "unknown" ? [] : [membership]));
  const listed = wasStarted(
    etcd,
    name,
    lists.flatMap(({ members }) => members),
  );
  if (listed) return "etcd knows it as a member that was started before";
  const nodes = nodeLists(others);
  if (nodes.some((list) => list.some((node) => node.name === name)))
    return "the cluster has a Node of that name";
  // A Node is there where the kubelet has run; etcd's list alone tells of a member.
  if (nodes.length === 0 && (!isMember || lists.length === 0)) {
    return "whether the cluster knows it is not known, since its API does not answer";
  }
  return undefined;
}

/** Whether etcd has a member at a node's peer URL that was started before. */
function wasStarted(
  { members }: Cluster["etcd"],
  name: Node["name"],
  lists: readonly { readonly peerUrls: readonly string[]; readonly started: boolean }[],
): boolean {
  const peerUrl = members.find((member) => member.name === name)?.peerUrl;
  if (peerUrl === undefined) return false;
  return lists.some(({ peerUrls, started }) => started && peerUrls.includes(peerUrl));
}

/** Erasing a voter is erasing a copy of the cluster's data: never two at once while there is such data. */
function refuseVoters(
  { etcd }: Cluster,
  bare: readonly Node[],
  observed: readonly Observation[],
): readonly RolloutProblem[] {
  const voters = bare.filter(({ roles }) => roles.etcd).map(({ name }) => name);
  const lists = observed.flatMap((one) =>
    one.kind === "installed" && one.etcd.membership !== "unknown" ? one.etcd.membership.members : [],
  );
  const erased = voters.filter((name) => wasStarted(etcd, name, lists));
  if (erased.length < 2) return [];
  return [
    problem(
      "voters-erased",
      "etcd",
      `${erased.join(" and ")} are voters of an etcd that lives, and each holds a copy of its data`,
      "Replace them one after another: the next only once etcd has taken the one before it back",
    ),
  ];
}

const reasons: { readonly [R in BareObservation["reason"]]: string } = {
  "foreign-host-key": "does not show the host key made for it",
  "not-nixos": "does not run NixOS",
};
