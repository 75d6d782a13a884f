import type { DesiredNode, DesiredSecret } from "../desired.ts";
import type { BareObservation, InstalledObservation } from "../observe/observation.ts";

/** How a node differs from what it should be. */
export type NodeChange = UnchangedNode | InstallNode | UpdateNode;

export interface UnchangedNode {
  readonly kind: "unchanged";
  readonly desired: DesiredNode;
}

/** The machine is not ours yet: its disk is erased and NixOS installed. */
export interface InstallNode {
  readonly kind: "install";
  readonly desired: DesiredNode;
}

export interface UpdateNode {
  readonly kind: "update";
  readonly desired: DesiredNode;
  /** Whether the closure has to be activated (again). */
  readonly system: boolean;
  /** Files to send: new, or with another content. */
  readonly put: readonly DesiredSecret[];
  /** Names of files that no longer belong, sorted. */
  readonly remove: readonly string[];
}

/** Compares what a node should be with what it is. */
export function changeOf(desired: DesiredNode, observed: InstalledObservation | BareObservation): NodeChange {
  if (observed.kind === "bare") return { kind: "install", desired };
  const wanted = new Set(desired.secrets.map((secret) => secret.file));
  const put = desired.secrets.filter((secret) => digestOf(observed, secret.file) !== secret.digest);
  const remove = Object.keys(observed.secrets)
    .filter((file) => !wanted.has(file))
    .sort();
  // A switch that failed or was killed half-way has already moved /run/current-system: it counts as not done.
  const system =
    observed.currentSystem !== desired.closure ||
    observed.profile !== desired.closure ||
    observed.activation !== "idle";
  if (!system && put.length === 0 && remove.length === 0) return { kind: "unchanged", desired };
  return { kind: "update", desired, system, put, remove };
}

function digestOf(observed: InstalledObservation, file: string): string | undefined {
  return Object.hasOwn(observed.secrets, file) ? observed.secrets[file] : undefined;
}
