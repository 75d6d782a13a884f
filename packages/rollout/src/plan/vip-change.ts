import type { Cluster, HostName } from "@quorate/cluster";
import type { Target } from "../desired.ts";
import type { Observation } from "../observe/observation.ts";
import { knownOf } from "../observe/whom.ts";
import { problem, type RolloutProblem } from "../problem-kind.ts";

/**
 * Refuses another VIP, or another way to carry it, that does not go to everybody in one run: whoever is left out asks
 * for the API where nobody answers any more, or holds an address that another node announces otherwise.
 */
export function refuseVipChange(
  cluster: Cluster,
  targets: readonly Target[],
  observed: readonly Observation[],
): readonly RolloutProblem[] {
  const { api, loadBalancer, nodes } = cluster;
  const names = new Set<HostName>(targets.map(({ node }) => node.name));
  const carried = nodes
    .filter(({ name, roles }) => roles.controlPlane && names.has(name))
    .flatMap(({ name }) => {
      const seen = knownOf(name, observed);
      if (seen?.kind !== "installed" || !seen.facts.vipCarried.known) return [];
      return [{ name, ...seen.facts.vipCarried.value }];
    });
  const moved = carried.find(({ address }) => address !== api.vip);
  const other = moved ?? carried.find(({ mode }) => mode !== loadBalancer.kind);
  if (other === undefined) return [];
  // Of the VIP's address all that has a kubelet was told; how it is carried matters to masters alone.
  const left = nodes.filter(
    ({ name, roles, offline }) =>
      !offline &&
      !names.has(name) &&
      (moved === undefined ? roles.controlPlane : roles.controlPlane || roles.kubelet),
  );
  if (left.length === 0) return [];
  const what =
    moved === undefined
      ? `carries the VIP by ${other.mode}, and machines.ts says ${loadBalancer.kind}`
      : `carries the VIP ${other.address}, and machines.ts says ${api.vip}`;
  return [
    problem(
      "vip-changed",
      other.name,
      `${other.name} ${what}: ${left.map(({ name }) => name).join(", ")} would be left behind`,
      moved === undefined
        ? "Set it back, or: 1. deploy to all masters in one command, 2. where it was bgp, reboot them one after another (`quorate reboot`): until then each keeps the VIP on its lo"
        : "Set it back, or: 1. genCerts, since apiservers are known by the new address, 2. deploy to all nodes in one command (--all): workers are without the API from the last master on until it is their turn, 3. give whoever has a kubeconfig the new address",
    ),
  ];
}
