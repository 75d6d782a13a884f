import { byKind, type KindTable } from "../model/by-kind.ts";
import { type Finding, finding } from "../model/finding.ts";
import type { DraftDistribution } from "../parse/distribution.ts";
import type { Draft } from "../parse/draft.ts";
import { checkK3s } from "./k3s.ts";

const CHECKS: KindTable<DraftDistribution, [Draft], Iterable<Finding>> = {
  kubernetes: (_, draft) => checkKubernetes(draft),
  k3s: checkK3s,
};

/** What one distribution can do and another can't, and what is said to one of them alone. */
export function* checkDistribution(draft: Draft): Iterable<Finding> {
  if (draft.distribution !== undefined) yield* byKind(CHECKS, draft.distribution, draft);
}

/** What of machines.ts upstream Kubernetes has no way to do. */
function* checkKubernetes({ kubeMaster, network }: Draft): Iterable<Finding> {
  if (kubeMaster?.loadBalancer?.kind === "none") {
    yield finding(
      "vip-missing",
      ["kubeMaster", "loadBalancer"],
      "upstream Kubernetes has no way to the API but a VIP, and none() carries none",
      "Give it an ip, and have it carried by arp() or bgp({ … }); or choose distribution: k3s().",
    );
  }
  const cni = network?.spec.cni;
  if (cni?.kind === "flannel" && cni.backend === "wireguard-native") {
    yield finding(
      "flannel-backend-unsupported",
      ["network", "cni", "backend"],
      "wireguard-native is a way of k3s' own flannel, and upstream Kubernetes runs another",
      'Choose "vxlan" or "host-gw"; or choose distribution: k3s().',
    );
  }
}
