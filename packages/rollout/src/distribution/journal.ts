import type { Cluster } from "@quorate/cluster";
import { OPERATIONS } from "./operations.ts";

/** What to type on the machine of a member to see what etcd says there. */
export function etcdJournalOf({ distribution }: Pick<Cluster, "distribution">): string {
  return journalOf(OPERATIONS[distribution.kind].etcdUnit);
}

/** Units as people type them: each once, without what all end with. */
export function unitNames(units: readonly string[]): readonly string[] {
  return [...new Set(units.map((unit) => unit.replace(/\.service$/, "")))];
}

/** What to type on a machine to see what these units say, as it stands in a hint. */
export function journalOf(...units: readonly string[]): string {
  return ["journalctl", ...unitNames(units).map((name) => `-u ${name}`)].join(" ");
}
