import type { Cluster } from "@quorate/cluster";
import { OPERATIONS } from "./operations.ts";

/** What to type on the machine of a member to see what etcd says there. */
export function etcdJournalOf({ distribution }: Pick<Cluster, "distribution">): string {
  return journalOf(OPERATIONS[distribution.kind].etcdUnit);
}

/** What to type on a machine to see what these units say, as it stands in a hint: each once, without what all end with. */
export function journalOf(...units: readonly string[]): string {
  const words = units.map((unit) => `-u ${unit.replace(/\.service$/, "")}`);
  return ["journalctl", ...new Set(words)].join(" ");
}
