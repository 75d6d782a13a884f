import type { Host, UnitState } from "./host.ts";

/** What of a machine matters here, whatever the unit is called that runs it. */
export type Part = "etcd" | "apiserver" | "kubelet";

/** All of them. */
export const PARTS: readonly Part[] = ["etcd", "apiserver", "kubelet"];

/** The unit of each part; empty for a part that no machine of the kind has. */
export type UnitNames = { readonly [P in Part]: string };

/** Upstream Kubernetes has a unit for each part, and a machine has those of its roles; k3s is one unit, server or agent. */
export const UNIT_NAMES = {
  kubernetes: { etcd: "etcd", apiserver: "kube-apiserver", kubelet: "kubelet" },
  server: { etcd: "k3s", apiserver: "k3s", kubelet: "k3s" },
  agent: { etcd: "", apiserver: "", kubelet: "k3s" },
} as const satisfies { readonly [kind: string]: UnitNames };

/** The state of the unit that runs a part; `undefined` where none does. */
export function partState(
  { units, unitOf }: Pick<Host, "units" | "unitOf">,
  part: Part,
): UnitState | undefined {
  return units.get(unitOf[part]);
}
