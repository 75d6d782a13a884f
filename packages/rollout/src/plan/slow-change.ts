import { K3S_AUTHORITIES, type Node, pairFiles, SECRETS_DIRECTORY } from "@quorate/cluster";
import type { Target } from "../desired.ts";
import { SERVER_TOKEN } from "../distribution/k3s.ts";
import { fieldOf, type Json } from "../observe/json.ts";
import type { InstalledObservation, Observation } from "../observe/observation.ts";
import { knownOf } from "../observe/whom.ts";
import { problem, type RolloutProblem, type RolloutProblemCode } from "../problem-kind.ts";
import { isReplaced } from "./token-rotation.ts";

// Changes that no single pass over the nodes can make: half-way through, some nodes would do otherwise than the others
// need, or what the cluster has stored would no longer fit. Each is recognised from what a node runs against what it is
// to run, and refused with the passes it takes. (encryptSecrets and the VIP are two more: see encryption.ts and vip-change.ts.)

/** A kind of such a change. */
interface SlowChange {
  readonly says: Extract<RolloutProblemCode, `${string}-changed`>;
  /** What of a node tells, before and after; `undefined` where it tells nothing. */
  readonly told: (side: Side) => string | undefined;
  /** `node1 has … , and machines.ts says …`: the words in between. */
  readonly what: string;
  readonly passes: string;
  /** On which nodes it is one; left out where it is on all. */
  readonly where?: (seen: InstalledObservation, target: Target) => boolean;
}

/** What a node runs, or is to run. */
interface Side {
  readonly options: Json | undefined;
  /** Digest of a file of the node's. */
  readonly digest: (file: string) => string | undefined;
}

const option =
  (...path: readonly string[]) =>
  ({ options }: Side): string | undefined => {
    const value = fieldOf(options, ...path);
    return value === undefined ? undefined : typeof value === "string" ? value : JSON.stringify(value);
  };
const file =
  (name: string) =>
  ({ digest }: Side): string | undefined =>
    digest(name);

const KUBERNETES = ["services", "kubernetes"] as const;
const STORED =
  "Set it back. What is stored in etcd (networks of nodes, addresses of Services) was made from the old one: another one is for a new cluster, to which workloads are moved";
const TRUST =
  "Set the old one back in certs/authorities (from your backup). To replace it: 1. make every node trust the old and the new one together, 2. deploy to all, 3. issue all certificates anew by the new one, 4. deploy to all, 5. take the old one out";

/** What a server of k3s' has made of what it was given: before it has data, nothing. */
const hasData = ({ etcd }: InstalledObservation): boolean => etcd.data !== "no";
const K3S = ["quorate", "k3s", "settings"] as const;

/** Every kind. One more is a line here and, where it is of a new sort, a code. */
const SLOW_CHANGES: readonly SlowChange[] = [
  {
    says: "network-changed",
    told: option(...KUBERNETES, "clusterCidr"),
    what: "the pod network",
    passes: STORED,
  },
  {
    says: "network-changed",
    told: option(...KUBERNETES, "apiserver", "serviceClusterIpRange"),
    what: "the Service network",
    passes: STORED,
  },
  {
    says: "network-changed",
    told: option(...KUBERNETES, "kubelet", "clusterDomain"),
    what: "the domain of Services",
    passes: STORED,
  },
  {
    says: "address-changed",
    told: option(...KUBERNETES, "kubelet", "nodeIp"),
    what: "the node's address",
    passes:
      "Set it back. To move a node: install it anew at its new address (--erase, and --remove where it is a member of etcd; docs/deploy.md)",
  },
  {
    says: "address-changed",
    told: option("services", "etcd", "initialAdvertisePeerUrls"),
    what: "the member's peer URL",
    passes:
      "Set it back. To move a member: install it anew at its new address, with --erase and --remove (docs/deploy.md)",
  },
  {
    says: "identity-changed",
    told: option("quorate", "node", "cluster"),
    what: "the cluster's name",
    passes:
      "Set it back: it is in the token of etcd and in every kubeconfig. Another name is another cluster",
  },
  {
    says: "identity-changed",
    told: option("services", "etcd", "initialClusterToken"),
    what: "etcd's token",
    passes:
      "Set it back: members with another one are of another cluster. What is in etcd goes into another cluster by a snapshot alone",
  },
  {
    says: "identity-changed",
    told: option("system", "stateVersion"),
    what: "stateVersion",
    passes:
      "Set it back: it says of which release the data on the disk is, and does not follow the release that runs. A node that is installed anew may have another (`nixos.system.stateVersion`)",
  },
  {
    says: "network-changed",
    told: option(...K3S, "cluster-cidr"),
    what: "the pod network",
    passes: STORED,
  },
  {
    says: "network-changed",
    told: option(...K3S, "service-cidr"),
    what: "the Service network",
    passes: STORED,
  },
  {
    says: "network-changed",
    told: option(...K3S, "cluster-domain"),
    what: "the domain of Services",
    passes: STORED,
  },
  {
    says: "address-changed",
    told: option("services", "k3s", "nodeIP"),
    what: "the node's address",
    passes:
      "Set it back. To move a node: take it out of machines.ts, switch it off, deploy with --remove and its name; then put it back with its new address, and install it anew",
  },
  {
    says: "flags-changed",
    told: option(...K3S, "secrets-encryption"),
    what: "encryption of Secrets",
    passes:
      "Set encryptSecrets back: a server with the flag and one without can't read each other's Secrets. To switch it on: with all servers stopped but for one, as k3s' documentation of secrets-encrypt has it",
  },
  {
    says: "token-changed",
    told: file(SERVER_TOKEN),
    what: "the servers' token",
    passes:
      "Put the old one back (k3s-server-token in the certificates folder, from your backup): a server that has data would not start with another. To replace it: `quorate genCerts <folder> --new-tokens` with that one in place, then deploy to all servers",
    // One that was replaced by genCerts is given to the cluster first.
    where: (seen, one) => hasData(seen) && !isReplaced(one, seen, SERVER_TOKEN),
  },
  ...K3S_AUTHORITIES.map(
    (name): SlowChange => ({
      says: "authority-changed",
      told: file(pairFiles(`k3s-${name}-ca`).certificate),
      what: `the authority k3s-${name}-ca`,
      passes:
        "Set the old one back in the certificates folder (from your backup): k3s has its own copy in etcd, and does not take another from a file. To replace it below the same root: `k3s certificate rotate-ca --path` on a server, then restart all, then put the same files here",
      where: hasData,
    }),
  ),
  ...["kubernetes-ca", "etcd-ca", "front-proxy-ca"].map(
    (name): SlowChange => ({
      says: "authority-changed",
      told: file(pairFiles(name).certificate),
      what: `the authority ${name}`,
      passes: TRUST,
    }),
  ),
  {
    says: "authority-changed",
    told: file("service-account.pub"),
    what: "the key of service accounts",
    passes:
      "Set the old one back in certs/authorities (from your backup): every token that pods hold is signed by it. To replace it: 1. let every apiserver take tokens of both keys, 2. sign by the new one, 3. restart what holds old tokens, 4. take the old key out",
  },
];

/** One refusal for each such change on a node that runs, of those that are deployed to. */
export function refuseSlowChanges(
  targets: readonly Target[],
  observed: readonly Observation[],
  options: (node: Node["name"]) => Json | undefined,
): readonly RolloutProblem[] {
  return targets.flatMap((target) => {
    const seen = knownOf(target.node.name, observed);
    return seen?.kind === "installed" ? refusalsOf(target, seen, observed, options) : [];
  });
}

/** Where other servers have the token that is wanted, that of this one's host is what somebody has changed. */
function tokenPasses({ node, secrets }: Target, observed: readonly Observation[], passes: string): string {
  const wanted = secrets.find((secret) => secret.file === SERVER_TOKEN)?.digest;
  const have = observed.flatMap((one) =>
    one.kind === "installed" && hasData(one) && one.secrets[SERVER_TOKEN] === wanted ? [one.node] : [],
  );
  if (have.length === 0) return passes;
  return `It was changed on ${node.name}, since the one of this folder is what ${have.join(", ")} ${have.length === 1 ? "has" : "have"}: copy hosts/${node.name}/${SERVER_TOKEN} of the certificates folder to ${SECRETS_DIRECTORY}/${SERVER_TOKEN} there, start it anew (systemctl restart k3s), then run the same command again`;
}

function refusalsOf(
  target: Target,
  seen: InstalledObservation,
  observed: readonly Observation[],
  options: (node: Node["name"]) => Json | undefined,
): readonly RolloutProblem[] {
  const { node, secrets } = target;
  const before: Side = {
    // Told only where what runs was built from something else: otherwise nothing differs.
    options: seen.facts.options.known ? seen.facts.options.value : undefined,
    digest: (name) => (Object.hasOwn(seen.secrets, name) ? seen.secrets[name] : undefined),
  };
  const after: Side = {
    options: before.options === undefined ? undefined : options(node.name),
    digest: (name) => secrets.find((secret) => secret.file === name)?.digest,
  };
  return SLOW_CHANGES.flatMap(({ says, told, what, passes, where }) => {
    if (where?.(seen, target) === false) return [];
    const [one, other] = [told(before), told(after)];
    if (one === undefined || other === undefined || one === other) return [];
    // A digest of a key identifies it: it is never said.
    const values =
      says === "authority-changed" || says === "token-changed"
        ? ""
        : ` (${one} there, ${other} in machines.ts)`;
    return [
      problem(
        says,
        node.name,
        `${what} of ${node.name} is another than the one that it runs with${values}`,
        says === "token-changed" ? tokenPasses(target, observed, passes) : passes,
      ),
    ];
  });
}
