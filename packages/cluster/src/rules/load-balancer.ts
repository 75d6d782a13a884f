import { byKind, type KindTable } from "../model/by-kind.ts";
import type { Finding } from "../model/finding.ts";
import type { Draft } from "../parse/draft.ts";
import type { DraftLoadBalancer } from "../parse/load-balancer.ts";
import { checkArp } from "./arp.ts";
import { checkAsn } from "./asn.ts";
import { checkBgp } from "./bgp.ts";

const CHECKS: KindTable<DraftLoadBalancer, [Draft], Iterable<Finding>> = {
  bgp: checkBgp,
  arp: checkArp,
  none: () => [],
};

/** How the VIP is announced: AS numbers, peers, timers. */
export function* checkLoadBalancer(draft: Draft): Iterable<Finding> {
  for (const { name, spec } of draft.routers) {
    if (spec.asn !== undefined) yield* checkAsn(spec.asn, ["machines", name, "asn"], false);
  }
  const loadBalancer = draft.kubeMaster?.loadBalancer;
  if (loadBalancer !== undefined) yield* byKind(CHECKS, loadBalancer, draft);
}
