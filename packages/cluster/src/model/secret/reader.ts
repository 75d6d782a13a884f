import type { Cluster, Node } from "../cluster.ts";

/** Something on a host that reads secrets. */
export interface SecretReader {
  /** As people call it; for a service its name in systemd, without the suffix. */
  readonly name: string;
  /**
   * - `service`: of systemd. It must not start before its files are there, and is restarted when they change.
   * - `pod`: the kubelet starts it, and starts it again.
   * - `each-time`: it opens its files whenever it needs them, so that there is nothing to restart.
   */
  readonly kind: "service" | "pod" | "each-time";
  /** Whether it runs on that node. */
  readonly runsOn: (cluster: Cluster, node: Node) => boolean;
}
