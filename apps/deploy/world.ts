import type { Cluster } from "@quorate/cluster";
import type { Runner } from "@quorate/command";
import type { PerformerOptions } from "@quorate/hosts";
import type { Report } from "../terminal/report.ts";

/** A finding about the certificates' folder, as far as deploy needs it. */
export interface CertificateState {
  readonly code: string;
  readonly severity: "error" | "warning";
  readonly path: string;
  /** The node that is concerned; `undefined` where it is not a single one. */
  readonly node: string | undefined;
  readonly message: string;
  readonly hint: string;
}

/** What the generated files say. */
export interface GeneratedState {
  /** Empty when they are up to date. */
  readonly problems: readonly Report[];
  /** What each node's host will report in /etc/quorate/fingerprint. */
  readonly fingerprints: ReadonlyMap<string, string>;
}

/** What deploy asks of the world; tests make their own. */
export interface DeployWorld {
  readonly inspectCertificates: (
    cluster: Cluster,
    folder: string,
    now: Date,
  ) => readonly CertificateState[] | Promise<readonly CertificateState[]>;
  readonly inspectGenerated: (cluster: Cluster, machinesFile: string) => Promise<GeneratedState>;
  readonly run: Runner;
  /** Pauses between two looks at a host that is waited for. */
  readonly pause: PerformerOptions["pause"];
}
