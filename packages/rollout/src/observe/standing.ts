import type { Cluster, HostName } from "@quorate/cluster";
import { type MembersSeen, membersSeen } from "../plan/cold-start.ts";
import type { StorePath } from "../store-path.ts";
import type { Observation } from "./observation.ts";
import { knownOf } from "./whom.ts";

/** What is true of the machines that were looked at, for whoever has to go on from there. */
export interface Standing {
  readonly machines: readonly MachineStanding[];
  /** Of etcd's members by the file; those that nobody could ask are `unknown`. */
  readonly etcd: MembersSeen;
}

/** What a machine runs, and what it boots. */
export type MachineStanding =
  | {
      readonly kind: "installed";
      readonly node: HostName;
      readonly runs: StorePath | undefined;
      readonly boots: StorePath | undefined;
      /** Whether a deployment has written down on it that what it runs was verified. */
      readonly confirmed: boolean;
    }
  | { readonly kind: "bare"; readonly node: HostName }
  | { readonly kind: "unknown"; readonly node: HostName };

/** What is true of the machines called `names`, and of etcd, by what was seen. */
export function standingOf(
  cluster: Cluster,
  names: readonly HostName[],
  observed: readonly Observation[],
): Standing {
  return { machines: names.map((node) => machineOf(node, observed)), etcd: membersSeen(cluster, observed) };
}

function machineOf(node: HostName, observed: readonly Observation[]): MachineStanding {
  const known = knownOf(node, observed);
  if (known?.kind !== "installed") return { kind: known?.kind ?? "unknown", node };
  const { currentSystem: runs, profile: boots, confirmed } = known;
  const isConfirmed = confirmed !== undefined && confirmed.closure === runs && runs === boots;
  return { kind: "installed", node, runs, boots, confirmed: isConfirmed };
}
