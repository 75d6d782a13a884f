import type { HostName } from "@quorate/cluster";
import type { Observation, RolloutProblem, RolloutProblemCode, Step } from "@quorate/rollout";
import type { Fault } from "./fault.ts";
import type { System } from "./world/system.ts";

/** Something that has happened, as the laws and people read it. */
export type Happening = OfDeployments | OfWhatIsDone | OfMachines | OfEtcd | OfApi;

/** A happening, and when. */
export type Moment = { readonly at: number } & Happening;

/** How a deployment ended. */
export type RunOutcome =
  /** `changed`: how many nodes something was done to. */
  | { readonly kind: "done"; readonly changed: number }
  | { readonly kind: "failed"; readonly codes: readonly RolloutProblemCode[] }
  | { readonly kind: "refused"; readonly codes: readonly RolloutProblemCode[] }
  | { readonly kind: "interrupted" }
  | { readonly kind: "killed" };

type OfDeployments =
  | {
      readonly kind: "run-began";
      readonly run: number;
      readonly nodes: readonly HostName[];
      readonly yes: boolean;
    }
  | { readonly kind: "run-ended"; readonly run: number; readonly outcome: RunOutcome }
  /** It neither ends nor goes on. */
  | { readonly kind: "run-endless"; readonly run: number }
  | { readonly kind: "looked"; readonly node: HostName; readonly observation: Observation }
  | { readonly kind: "step-began"; readonly run: number; readonly step: Step; readonly undoes: boolean }
  | {
      readonly kind: "step-ended";
      readonly run: number;
      readonly step: Step;
      readonly undoes: boolean;
      readonly problem: RolloutProblem | undefined;
    }
  /** It was said to be done, and is not. */
  | { readonly kind: "untrue"; readonly node: HostName; readonly what: Untruth };

/** What is not as it was said to be. */
export type Untruth =
  | "system"
  | "boots"
  | "secrets"
  | "way-in"
  | "unconfirmed"
  | "service"
  | "members"
  | "unread";

type OfWhatIsDone =
  | { readonly kind: "struck"; readonly fault: Fault }
  | { readonly kind: "healed"; readonly fault: Fault }
  /** By somebody who stands before the machine. */
  | { readonly kind: "by-hand"; readonly node: HostName; readonly does: ByHand };

/** What people do at a machine. */
export type ByHand =
  | "is uncordoned"
  | "gets rid of what can never leave it"
  | "boots what was before"
  | "lets the operator in again"
  | "ends what served there"
  | "is switched on"
  | "is switched off for good"
  | "has its data of etcd's moved aside"
  | "has SQLite's file moved aside"
  | "loses its Node"
  | "has space made in /boot"
  | "is switched off, which has moved"
  | "is given the token that the cluster has";

type OfMachines =
  | { readonly kind: "booted"; readonly node: HostName; readonly system: System }
  | { readonly kind: "activation-began"; readonly node: HostName; readonly system: System }
  | { readonly kind: "activation-ended"; readonly node: HostName; readonly code: number }
  /** It goes back to what it ran before, with its secrets. */
  | { readonly kind: "goes-back"; readonly node: HostName; readonly system: System }
  /** It lets nobody in, and stays so. */
  | { readonly kind: "locked-out"; readonly node: HostName }
  /** Its disk is erased by an installation. `lived`: while it served as part of a cluster. */
  | { readonly kind: "erased"; readonly node: HostName; readonly lived: boolean }
  /** It is changed while an activation of before goes on. */
  | { readonly kind: "meddled"; readonly node: HostName }
  | { readonly kind: "installed"; readonly node: HostName; readonly system: System }
  /** A file that the system reads which is to be gone back to is not there any more. */
  | { readonly kind: "file-missing"; readonly node: HostName; readonly file: string };

type OfEtcd =
  /** A voter is stopped by what we do to its host; the others as anybody could know them. */
  | {
      readonly kind: "voter-stopped";
      readonly node: HostName;
      readonly voters: number;
      readonly healthy: readonly HostName[];
    }
  /** The leader is stopped by us, and another voter could have taken over. */
  | { readonly kind: "lead-dropped"; readonly node: HostName }
  /** `beside`: who has data of a cluster that is not given up. */
  | {
      readonly kind: "cluster-founded";
      readonly node: HostName;
      readonly cluster: number;
      readonly beside: readonly HostName[];
    }
  /** A server of k3s' is a cluster of its own, on SQLite. */
  | { readonly kind: "server-alone"; readonly node: HostName }
  /** A server of k3s' begins a new cluster with what a snapshot has. */
  | { readonly kind: "cluster-restored"; readonly node: HostName; readonly cluster: number }
  /** Somebody restores a snapshot. `meant`: whatever that gives up. `lives`: whose disks are a quorum of what there is. */
  | { readonly kind: "restore-began"; readonly meant: boolean; readonly lives: readonly HostName[] }
  /** Two clusters take writes at once. */
  | { readonly kind: "two-clusters"; readonly clusters: readonly number[] }
  | { readonly kind: "quorum-gained"; readonly cluster: number }
  | { readonly kind: "quorum-lost"; readonly cluster: number }
  | { readonly kind: "data-lost"; readonly cluster: number; readonly had: number; readonly has: number };

type OfApi =
  /** The apiserver behind the VIP is stopped by us, and another one could have taken over. */
  | { readonly kind: "vip-dropped"; readonly node: HostName }
  /** It is asked whether all of it works while it can't, since we have taken the VIP from it. */
  | { readonly kind: "vip-withheld"; readonly node: HostName }
  /** An apiserver that answers can't read what was acknowledged. */
  | { readonly kind: "not-rolled-back"; readonly node: HostName; readonly what: string }
  | { readonly kind: "unreadable"; readonly node: HostName }
  /** A Node is deleted by us. `lived`: its machine was heard of a moment ago. */
  | { readonly kind: "node-taken"; readonly node: HostName; readonly lived: boolean }
  /** A node is rebooted by us while there are pods on it that could have gone elsewhere. */
  | { readonly kind: "pods-ended"; readonly node: HostName }
  /** A node is cordoned by us while another one is away, for long, by somebody else. */
  | { readonly kind: "cordoned-beside"; readonly node: HostName; readonly other: HostName }
  /** Our cordon is on it when all is done. */
  | { readonly kind: "left-cordoned"; readonly node: HostName }
  /** It takes pods again, though somebody else had cordoned it. */
  | { readonly kind: "uncordoned-theirs"; readonly node: HostName };
