import type { Cluster, HostName } from "@quorate/cluster";
import { OPERATIONS } from "../distribution/operations.ts";
import { nodeObjects } from "../observe/kubernetes/node-lists.ts";
import { isReady } from "../observe/kubernetes/node-object.ts";
import type { Observation } from "../observe/observation.ts";
import { knownOf } from "../observe/whom.ts";
import { problem, type RolloutProblem } from "../problem-kind.ts";
import type { Consent } from "./consent.ts";

/**
 * What speaks against giving a node up for another machine, or another disk, beside what speaks against erasing one: it
 * has lost nothing, the machine of before still serves somewhere, or nobody has agreed to it by name. The rest is a
 * deployment: it removes the old member by its id, installs what is bare, and lets it join anew.
 */
export function refuseReplacing(
  cluster: Cluster,
  name: HostName,
  observed: readonly Observation[],
  { erase }: Pick<Consent, "erase">,
): readonly RolloutProblem[] {
  const seen = knownOf(name, observed);
  if (seen === undefined) return [];
  const alive = seen.kind === "bare" ? aliveElsewhere(name, observed) : wholeHere(cluster, name, observed);
  if (alive !== undefined) return [alive];
  if (erase.includes(name)) return [];
  const { disk, address } = nodeOf(cluster, name);
  const told =
    seen.kind === "bare"
      ? `the disk ${disk} of the machine at ${address} is erased, and NixOS installed on it`
      : `it is brought up to date with what it has left`;
  const { holdsNames } = OPERATIONS[cluster.distribution.kind];
  return [
    problem(
      "replace-needs-erase",
      name,
      `${name} is to be replaced: ${told}${holdsNames ? nodeWords(cluster, name, observed) : memberWords(cluster, name, observed)}`,
      `See that this is the machine you mean, and that the one of before is off for good; then give --erase ${name}`,
    ),
  ];
}

/** The kubelet of the machine of before still tells that it is well: nobody else would. */
function aliveElsewhere(name: HostName, observed: readonly Observation[]): RolloutProblem | undefined {
  const object = nodeObjects(observed)?.find((one) => one.name === name);
  if (object === undefined || !isReady(object)) return undefined;
  return problem(
    "replace-alive",
    name,
    `the machine that was ${name} still serves: its Node is Ready, and the machine at its address is another one`,
    "Switch the old machine off for good, and wait a minute until its Node is not Ready; then run the same command again",
  );
}

/** It shows its own host key, and is all that it was. */
function wholeHere(
  cluster: Cluster,
  name: HostName,
  observed: readonly Observation[],
): RolloutProblem | undefined {
  const seen = knownOf(name, observed);
  if (seen?.kind !== "installed") return undefined;
  const { confirmed, currentSystem, etcd } = seen;
  if (confirmed === undefined || confirmed.closure !== currentSystem) return undefined;
  if (
    nodeOf(cluster, name).roles.etcd &&
    (etcd.data !== "yes" || etcd.joining || !isListed(cluster, name, observed))
  ) {
    return undefined;
  }
  return problem(
    "replace-nothing-lost",
    name,
    `${name} shows its own host key, runs what was confirmed and has its data: there is nothing to replace`,
    `To change what it runs: \`quorate deploy ${name}\`. To erase this very machine, boot an installer on it: it is bare then, and can be replaced`,
  );
}

function isListed(cluster: Cluster, name: HostName, observed: readonly Observation[]): boolean {
  const own = placeOf(cluster, name, observed);
  // Where nobody tells a list it is not known: whether its data are of use is for the deployment to say.
  return own === undefined || (own !== "none" && !own.learner);
}

/** Its place in etcd's list, as others tell it; `undefined` where nobody does. */
function placeOf({ etcd }: Cluster, name: HostName, observed: readonly Observation[]) {
  const url = etcd.members.find((one) => one.name === name)?.peerUrl;
  const lists = observed.flatMap((one) =>
    one.kind === "installed" && one.node !== name && one.etcd.membership !== "unknown"
      ? [one.etcd.membership.members]
      : [],
  );
  if (url === undefined || lists.length === 0) return undefined;
  const found = lists.flatMap((list) =>
    list.filter((one) => one.peerUrls.includes(url) || one.name === name),
  );
  return found.find(({ started }) => started) ?? found[0] ?? "none";
}

/** What becomes of its place in etcd. */
function memberWords(cluster: Cluster, name: HostName, observed: readonly Observation[]): string {
  const place = placeOf(cluster, name, observed);
  if (place === undefined) return "";
  if (place === "none") return "; it joins etcd as a learner, and is made a voter";
  return `; its member of etcd (${place.id}, ${place.peerUrls.join(", ")}) is removed by its id, and it joins anew: as a learner, then as a voter`;
}

/** Where the Node goes too, and takes with it what it was to etcd. */
function nodeWords(cluster: Cluster, name: HostName, observed: readonly Observation[]): string {
  const place = placeOf(cluster, name, observed);
  if (place === "none") return "; it joins etcd, and is made a voter";
  const goes = "; its Node is deleted, and the password of its name goes with that";
  return place === undefined
    ? goes
    : `${goes}, as does its member of etcd (${place.id}, ${place.peerUrls.join(", ")}): it joins anew`;
}

function nodeOf({ nodes }: Cluster, name: HostName) {
  const node = nodes.find((one) => one.name === name);
  if (node === undefined) throw new Error(`${name} is no node`);
  return node;
}
