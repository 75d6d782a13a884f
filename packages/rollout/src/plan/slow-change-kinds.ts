import { K3S_AUTHORITIES, pairFiles } from "@quorate/cluster";
import type { Target } from "../desired.ts";
import { SERVER_TOKEN } from "../distribution/k3s.ts";
import { fieldOf, type Json } from "../observe/json.ts";
import type { InstalledObservation } from "../observe/observation.ts";
import type { RolloutProblemCode } from "../problem-kind.ts";
import { isReplaced } from "./token-rotation.ts";

// Changes that no single pass over the nodes can make: half-way through, some nodes would do otherwise than the others
// need, or what the cluster has stored would no longer fit. Each is recognised from what a node runs against what it is
// to run, and refused with the passes it takes. (encryptSecrets and the VIP are two more: see encryption.ts and vip-change.ts.)

/** A kind of such a change. */
export interface SlowChange {
  readonly says: Extract<RolloutProblemCode, `${string}-changed`>;
  /** What of a node tells, before and after; `undefined` where it tells nothing. */
  readonly told: (side: Side) => string | undefined;
  /** `node1 has … , and machines.ts says …`: the words in between. */
  readonly what: string;
  readonly passes: string;
  /** Whether all of a cluster have the same: then a master that is not deployed to tells as well what it was. */
  readonly ofCluster?: true;
  /** On which nodes it is one; left out where it is on all. */
  readonly where?: (seen: InstalledObservation, target: Target) => boolean;
}

/** What a node runs, or is to run. */
export interface Side {
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
const REACHED =
  "Set it back. Pods of nodes with the one do not reach those of nodes with the other: another one is for a new cluster, to which workloads are moved";
const ASKED =
  "Set it back. Kubelets, controllers and kubeconfigs ask at the old one, and whoever has the VIP serves at one alone: there is no order of nodes in which the API stays. Another one is for a new cluster, to which workloads are moved";
const TRUST =
  "Set the old one back in certs/authorities (from your backup). To replace it: 1. make every node trust the old and the new one together, 2. deploy to all, 3. issue all certificates anew by the new one, 4. deploy to all, 5. take the old one out";

/** The kind of pod network, on a node with a kubelet: one of none is nothing that an option says. */
function podNetwork(side: Side): string | undefined {
  if (option(...KUBERNETES, "kubelet", "nodeIp")(side) === undefined) return undefined;
  return option("services", "flannel")(side) === undefined ? "none of ours" : "flannel";
}

/** The same of k3s, which has its own. */
function podNetworkOfK3s(side: Side): string | undefined {
  const backend = option(...K3S, "flannel-backend")(side);
  if (backend === undefined) return undefined;
  return backend === "none" ? "none of ours" : "flannel";
}

/** What a server of k3s' has made of what it was given: before it has data, nothing. */
export const hasData = ({ etcd }: InstalledObservation): boolean => etcd.data !== "no";
const K3S = ["quorate", "k3s", "settings"] as const;

/** Every kind. One more is a line here and, where it is of a new sort, a code. */
export const SLOW_CHANGES: readonly SlowChange[] = [
  {
    says: "network-changed",
    told: option(...KUBERNETES, "clusterCidr"),
    what: "the pod network",
    ofCluster: true,
    passes: STORED,
  },
  {
    says: "network-changed",
    told: option(...KUBERNETES, "apiserver", "serviceClusterIpRange"),
    what: "the Service network",
    ofCluster: true,
    passes: STORED,
  },
  {
    says: "network-changed",
    told: option(...KUBERNETES, "kubelet", "clusterDomain"),
    what: "the domain of Services",
    ofCluster: true,
    passes: STORED,
  },
  {
    says: "network-changed",
    told: podNetwork,
    what: "the kind of pod network",
    ofCluster: true,
    passes: REACHED,
  },
  {
    says: "network-changed",
    told: option(...KUBERNETES, "apiserver", "securePort"),
    what: "the port of the API",
    ofCluster: true,
    passes: ASKED,
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
    ofCluster: true,
    passes:
      "Set it back: it is in the token of etcd and in every kubeconfig. Another name is another cluster",
  },
  {
    says: "identity-changed",
    told: option("services", "etcd", "initialClusterToken"),
    what: "etcd's token",
    ofCluster: true,
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
    ofCluster: true,
    passes: STORED,
  },
  {
    says: "network-changed",
    told: option(...K3S, "service-cidr"),
    what: "the Service network",
    ofCluster: true,
    passes: STORED,
  },
  {
    says: "network-changed",
    told: option(...K3S, "cluster-domain"),
    what: "the domain of Services",
    ofCluster: true,
    passes: STORED,
  },
  {
    says: "network-changed",
    told: podNetworkOfK3s,
    what: "the kind of pod network",
    ofCluster: true,
    passes: REACHED,
  },
  {
    says: "network-changed",
    told: option(...K3S, "https-listen-port"),
    what: "the port of the API",
    ofCluster: true,
    passes: ASKED,
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

/** What it is on both sides, for a message, where that differs. A digest of a key identifies it: it is never said. */
export function differenceOf({ says, told }: SlowChange, before: Side, after: Side): string | undefined {
  const [one, other] = [told(before), told(after)];
  if (one === undefined || other === undefined || one === other) return undefined;
  return says === "authority-changed" || says === "token-changed"
    ? ""
    : ` (${one} there, ${other} in machines.ts)`;
}
