import type { ByDistribution } from "@quorate/cluster";
import { k3s } from "./k3s.ts";
import { kubernetes } from "./kubernetes.ts";

/** What a rollout has to know of the distribution that runs on the nodes. */
export interface Operations {
  /**
   * The systemd unit that etcd runs in, and that is active only with a quorum. To ask for another one is deadly: a
   * unit that no host has is inactive on all of them, which is a cold start, and every member of a running cluster
   * would be activated at once.
   */
  readonly etcdUnit: string;
  /** The apiserver and whatever works through it on a control plane node: in the order in which they are stopped. */
  readonly apiUnits: readonly string[];
  /** The systemd unit of the apiserver. */
  readonly apiserverUnit: string;
  /** What carries the VIP: where the file may lie that its pod is made of (the first that is there counts), and the name of its program. */
  readonly vip: { readonly manifests: readonly string[]; readonly program: string };
  /** Runs the pods. */
  readonly containerRuntime: string;
  /** Units that do their work once, and are over then. */
  readonly oneShot: readonly string[];
}

/** What there is to know of each distribution: one that is forgotten does not compile. */
export const OPERATIONS: ByDistribution<Operations> = { kubernetes, k3s };
