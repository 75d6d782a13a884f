import type { Cluster, Problem } from "@quorate/cluster";
import type { Runner } from "@quorate/command";
import type { Pauses } from "@quorate/rollout";
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
  /** Pauses between two looks at a host that is waited for. */
  readonly pauses: Pauses;
}
