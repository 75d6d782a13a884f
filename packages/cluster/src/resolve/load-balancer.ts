import type { HostName } from "../model/brand.ts";
import { byKind, type KindTable, type OfKind } from "../model/by-kind.ts";
import {
  ARP_TIMERS,
  type ArpLoadBalancer,
  BGP_TIMERS,
  type BgpLoadBalancer,
  type BgpPeer,
  type LoadBalancer,
} from "../model/load-balancer.ts";
import type { Draft } from "../parse/draft.ts";
import type { DraftLoadBalancer } from "../parse/load-balancer.ts";
import { plainAddress } from "./plain-address.ts";
import { present } from "./present.ts";

const RESOLVERS: KindTable<DraftLoadBalancer, [Draft], LoadBalancer> = {
  bgp,
  arp,
  none: () => ({ kind: "none" }),
};

/** How the VIP is made reachable, with its defaults filled in and its peers looked up. */
export function resolveLoadBalancer(written: DraftLoadBalancer, draft: Draft): LoadBalancer {
  return byKind(RESOLVERS, written, draft);
}

function bgp({ spec }: OfKind<DraftLoadBalancer, "bgp">, draft: Draft): BgpLoadBalancer {
  const { asn, multihop = false, holdTime = BGP_TIMERS.holdTime, keepalive = BGP_TIMERS.keepalive } = spec;
  const peers = [...present(spec.peers)].sort().map((name) => resolvePeer(name, draft));
  return { kind: "bgp", asn: present(asn), peers, multihop, holdTime, keepalive };
}

/** A peer is reached by the VIP's family: over a session kube-vip's GoBGP announces what is of the session's own. */
function resolvePeer(name: string, { routers, kubeMaster }: Draft): BgpPeer {
  const router = present(routers.find((candidate) => candidate.name === name));
  const { family } = present(present(kubeMaster).vip);
  const address = router.addresses.find(({ value }) => value.family === family);
  return {
    name: name as HostName,
    ...plainAddress(present(address).value),
    asn: present(router.spec.asn),
  };
}

function arp({ spec }: OfKind<DraftLoadBalancer, "arp">): ArpLoadBalancer {
  return {
    kind: "arp",
    leaseDuration: spec.leaseDuration ?? ARP_TIMERS.leaseDuration,
    renewDeadline: spec.renewDeadline ?? ARP_TIMERS.renewDeadline,
    retryPeriod: spec.retryPeriod ?? ARP_TIMERS.retryPeriod,
  };
}
