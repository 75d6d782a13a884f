import type { Cluster, Problem } from "@quorate/cluster";
import type { Runner } from "@quorate/command";
import type { Holder, Pauses } from "@quorate/rollout";
import type { Journal } from "@quorate/workbench";

/** What the generated files say. */
export interface GeneratedState {
  /** Empty when they are up to date. */
  readonly problems: readonly Problem[];
  /** What each node's host will report in /etc/quorate/fingerprint. */
  readonly fingerprints: ReadonlyMap<string, string>;
}

/** What deploy asks of the world; tests make their own. */
export interface DeployWorld {
  readonly inspectCertificates: (
    cluster: Cluster,
    certificates: string,
    now: Date,
  ) => readonly Problem[] | Promise<readonly Problem[]>;
  readonly inspectGenerated: (cluster: Cluster, machinesFile: string) => Promise<GeneratedState>;
  readonly run: Runner;
  /** The journal of a cluster's deployments from this machine. Throws what the system says. */
  readonly openJournal: (cluster: string) => Journal;
  /** Names this process, for a lock. */
  readonly identity: string;
  /** Whether whoever holds a lock is certainly dead: told only of a process on this machine. */
  readonly isDead: (holder: Holder) => boolean;
  /** Pauses between two looks at a host that is waited for. */
  readonly pauses: Pauses;
}
