import type { RolloutCheck } from "./rollout.ts";

/** What has to be well beside the nodes, with its defaults. */
export interface Health {
  /** Sorted, each once. */
  readonly namespaces: readonly string[];
  /** `undefined` where it is not asked. */
  readonly ceph: CephHealth | undefined;
  readonly checks: readonly RolloutCheck[];
  /** Seconds. */
  readonly within: number;
}

/** What of Ceph is asked. */
export interface CephHealth {
  readonly namespace: string;
  /** Whether Rook's toolbox has to be there. */
  readonly required: boolean;
  /** Codes of warnings. */
  readonly tolerate: readonly string[];
}
