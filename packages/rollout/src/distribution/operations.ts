import type { ByDistribution, Cluster, Node } from "@quorate/cluster";
import type { BuiltVersions } from "../desired.ts";
import type { Server } from "../observe/host/served.ts";
import type { Credentials } from "../observe/subject.ts";
import type { Version } from "../plan/version.ts";
import { k3s } from "./k3s.ts";
import type { EtcdInside } from "./k3s-etcd.ts";
import { kubernetes } from "./kubernetes.ts";

/** What of a node runs in a unit. */
export type UnitPart = "etcd" | "apiserver" | "controller-manager" | "scheduler" | "kubelet" | "pod network";

/** What a rollout has to know of the distribution that runs on the nodes. */
export interface Operations {
  /**
   * The systemd unit that etcd runs in. To ask for another one is deadly: a unit that no host has is inactive on all of
   * them, which is a cold start, and every member of a running cluster would be activated at once.
   */
  readonly etcdUnit: string;
  /** The apiserver and whatever works through it on a control plane node: in the order in which they are stopped. */
  readonly apiUnits: readonly string[];
  /** The systemd unit of the apiserver, whose program has a kubectl beside it. */
  readonly apiserverUnit: string;
  /** The systemd unit that each part of a node runs in: whose journal tells more, and whose start is its. */
  readonly unitOf: { readonly [P in UnitPart]: string };
  /** What carries the VIP: where the file may lie that its pod is made of (the first that is there counts), and the name of its program. */
  readonly vip: { readonly manifests: readonly string[]; readonly program: string };
  /** Runs the pods. */
  readonly containerRuntime: string;
  /** Units that do their work once, and are over then. */
  readonly oneShot: readonly string[];
  readonly etcd: EtcdOperations;
  /** Lines of shell that print as JSON what a control plane node is started with by a system, and others have to agree on. */
  readonly flags: ((system: string) => string) | undefined;
  /** Files that say that a control plane keeps its objects elsewhere than in etcd. */
  readonly otherData: readonly string[];
  /** Who asks the apiserver on a control plane node: it may do everything. */
  readonly api: Credentials;
  /** The API as a node's kubelet reaches it, and what it calls itself by there. */
  readonly kubelet: (cluster: Cluster, node: Node) => { readonly url: string; readonly who: Credentials };
  /** What sets the version of Kubernetes, in a hint. */
  readonly versionIn: string;
  /** Whether an apiserver that encrypts Secrets has the key in a file of ours, by which it is told from one that does not. */
  readonly encryptsByFile: boolean;
  /** What is one program on every node, whose minor versions only go forward; `undefined` where each part is its own. */
  readonly oneProgram: string | undefined;
  /** Files of the secrets folder that are what the cluster is, and no state of a node's: what goes back keeps those of now. */
  readonly ofCluster: readonly string[];
  /** Whether the name of a node is its own by a password on its disk, until its Node is deleted. */
  readonly holdsNames: boolean;
  /** Who issues what serves on a host: genCerts, so that a pair lies in the secrets folder, or the distribution itself. */
  readonly servesOurs: boolean;
  /** What it issues on a host by itself; `undefined` where all certificates are genCerts'. */
  readonly issues: Issuing | undefined;
}

/** Certificates that a distribution issues on a host, and renews when it is started there: never while it runs. */
export interface Issuing {
  /** The unit whose start renews them. */
  readonly unit: string;
  /** Where they are, as a hint has it too. */
  readonly folder: string;
  /** Files below it, without `.crt`, of which each start renews what is due: no others. */
  readonly files: (roles: Node["roles"]) => readonly string[];
  /** Who serves some of them. */
  readonly served: readonly Server[];
  /** Days that one has left, at most, where a start of this version renews it. */
  readonly renewsWithin: (version: Version | undefined) => number;
}

/** A program that is etcd, or has one inside. */
export interface EtcdProgram {
  /** Shell that prints the version of the one that a host's system has, running or not. */
  readonly installed: string;
  /** The version of the one that was built, of those that the evaluation told. */
  readonly built: (versions: BuiltVersions) => string | undefined;
  /** Which etcd is in a version of it. */
  readonly inside: (version: string) => EtcdInside | undefined;
  /** Less than 0 where the first version is the older one; `undefined` where that is not known. */
  readonly compare: (one: string, other: string) => number | undefined;
  /** Where it is no etcd itself: patterns of shell's `case` for its versions, by the minor version of the etcd in them. */
  readonly etcdMinors: (() => readonly (readonly [minor: string, patterns: string])[]) | undefined;
  /** What sets its version, in a hint. */
  readonly versionIn: string;
  /** In a hint: which versions of it, of the minor that runs or later ones, have an etcd of such a version. */
  readonly having: (etcd: (version: Version) => boolean, running: Version | undefined) => readonly string[];
}

/** How etcd is asked on the host of a member. */
export interface EtcdOperations {
  /** Lines of shell that set `data` to the folder of its data. */
  readonly data: readonly string[];
  /** A condition of shell: whether there are data in `$data`, by which etcd stays the member that it was. */
  readonly hasData: string;
  /** How the folder of its data is called in a hint. */
  readonly folder: string;
  /** What its clients call themselves by, and what its peers do. */
  readonly client: Credentials;
  readonly peer: Credentials;
  /** Where its HTTP API is on its own host, by its URL for clients. */
  readonly askedAt: (clientUrl: string) => string;
  /** What a snapshot of it is of little use without. */
  readonly snapshot: {
    /** Files of the certificates' folder. */
    readonly needs: (cluster: Cluster) => readonly string[];
    /** Files of the member's host, which are taken and kept together with it. */
    readonly beside: readonly string[];
  };
  /** The program that has it. */
  readonly program: EtcdProgram;
  /** Whether other members answer HTTP too, or on their own hosts alone. */
  readonly answersOthers: boolean;
}

/** What there is to know of each distribution: one that is forgotten does not compile. */
export const OPERATIONS: ByDistribution<Operations> = { kubernetes, k3s };
