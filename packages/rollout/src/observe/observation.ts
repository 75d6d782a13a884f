import type { HostName } from "@quorate/cluster";
import type { RolloutProblem } from "../problem-kind.ts";
import type { StorePath } from "../store-path.ts";
import type { EtcdSeen } from "./etcd-seen.ts";
import type { ClockOffset } from "./host/clock.ts";
import type { HostFacts } from "./host-facts.ts";
import type { Known } from "./known.ts";

/** What one look at a machine told. */
export type Observation = InstalledObservation | BareObservation | UnreachableObservation;

/** A machine that proved with its host key that it is ours, and that runs what we once gave it. */
export interface InstalledObservation {
  readonly kind: "installed";
  readonly node: HostName;
  /** Where /run/current-system points; `undefined` before the first activation. */
  readonly currentSystem: StorePath | undefined;
  /** Where the system profile points: what the next boot runs. */
  readonly profile: StorePath | undefined;
  /** Content of /etc/quorate/fingerprint. */
  readonly fingerprint: string | undefined;
  /** SHA-256 of each file in the secrets folder, by file name. */
  readonly secrets: { readonly [file: string]: string };
  /** What has not read its certificates and keys again since they were renewed, sorted. */
  readonly unread: readonly string[];
  /** Whether the etcd unit is active: the program runs, which says nothing of a quorum. */
  readonly etcdRunning: boolean;
  /** What the host tells of etcd; asked of members alone. */
  readonly etcd: EtcdSeen;
  /** What became of the latest activation: over, still going on, or ended with an error. */
  readonly activation: "idle" | "running" | "failed";
  /** What was last verified there; `undefined` where that was nothing since an activation began. */
  readonly confirmed: Confirmation | undefined;
  /** By how much its clock is ahead of the operator's. */
  readonly clock: Known<ClockOffset>;
  /** Everything else that it told. */
  readonly facts: HostFacts;
}

/** What a deployment that went well has written down on a host. */
export interface Confirmation {
  readonly closure: StorePath;
  readonly fingerprint: string;
}

/** A machine that answers on ssh but is not (yet) one that we installed. */
export interface BareObservation {
  readonly kind: "bare";
  readonly node: HostName;
  /**
   * `foreign-host-key`: its key is not the one made for this node, so nothing it says could be trusted;
   * `not-nixos`: its key is ours, but there is no NixOS on it.
   */
  readonly reason: "foreign-host-key" | "not-nixos";
  /** Another node whose host key it shows, as an orphan in the certificates' folder too: it was that one. */
  readonly shows?: string;
  /** Ports of etcd and of the API that it answers at; left out where nobody asked, `unknown` where that failed. */
  readonly answersAt?: readonly number[] | "unknown";
}

/** A machine that could not be looked at. */
export interface UnreachableObservation {
  readonly kind: "unreachable";
  readonly node: HostName;
  readonly problem: RolloutProblem;
}
