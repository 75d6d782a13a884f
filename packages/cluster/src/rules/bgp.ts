import type { Family } from "../model/brand.ts";
import type { OfKind } from "../model/by-kind.ts";
import { didYouMean, listNames } from "../model/closest-name.ts";
import { type Finding, finding, quote, type SpecPath } from "../model/finding.ts";
import { BGP_TIMERS } from "../model/load-balancer.ts";
import { lies, type ParsedAddress } from "../parse/address.ts";
import type { Draft, DraftRouter, Placed } from "../parse/draft.ts";
import type { DraftLoadBalancer } from "../parse/load-balancer.ts";
import { checkAsn } from "./asn.ts";
import { isSeconds } from "./seconds.ts";

type Bgp = OfKind<DraftLoadBalancer, "bgp">["spec"];

/** The VIP by BGP: the nodes' AS number, the peers, the timers. */
export function* checkBgp({ spec }: { readonly spec: Bgp }, draft: Draft): Iterable<Finding> {
  const path = ["kubeMaster", "loadBalancer"];
  const { asn, holdTime = BGP_TIMERS.holdTime, keepalive = BGP_TIMERS.keepalive } = spec;
  if (asn !== undefined) yield* checkAsn(asn, [...path, "asn"], true);
  yield* checkPeers(spec, draft, [...path, "peers"]);
  if (!isSeconds(holdTime, 3) || !isSeconds(keepalive, 1) || holdTime < 3 * keepalive) {
    yield finding(
      "bgp-timers",
      [...path, spec.holdTime === undefined ? "keepalive" : "holdTime"],
      `a hold time of ${holdTime} s with a keepalive of ${keepalive} s cannot work`,
      "Choose whole seconds, the hold time from 3 to 65535 and at least three times the keepalive.",
    );
  }
}

function* checkPeers(bgp: Bgp, draft: Draft, path: SpecPath): Iterable<Finding> {
  const { peers = [] } = bgp;
  const routers = new Map(draft.routers.map((router) => [router.name, router]));
  const candidates = draft.routers.filter(({ spec }) => spec.asn !== undefined).map(({ name }) => name);
  const seen = new Set<string>();
  for (const [index, peer] of peers.entries()) {
    const at = [...path, index];
    const kind = draft.machineKinds.get(peer);
    const router = routers.get(peer);
    if (seen.has(peer)) {
      yield finding("bgp-peer-duplicate", at, `the peer ${quote(peer)} is named twice`, "Name it once.");
    } else if (kind === undefined && draft.machineKinds.size > 0) {
      yield finding(
        "bgp-peer-unknown",
        at,
        `the peer ${quote(peer)} is no machine of the file`,
        `${didYouMean(peer, candidates)}Name a router with an asn: ${listNames(candidates, "there is none yet")}.`,
      );
    } else if (kind === "node") {
      yield finding(
        "bgp-peer-not-router",
        at,
        `the peer ${quote(peer)} is a node`,
        `Nodes peer with routers: ${listNames(candidates, "there is none with an asn yet")}.`,
      );
    } else if (router !== undefined) {
      yield* checkPeer(router, bgp, draft, at);
    }
    seen.add(peer);
  }
}

function* checkPeer(router: DraftRouter, bgp: Bgp, draft: Draft, path: SpecPath): Iterable<Finding> {
  const peer = quote(router.name);
  if (!router.hasAsn) {
    yield finding(
      "bgp-peer-without-asn",
      path,
      `the peer ${peer} has no AS number`,
      `Add its asn: router({ ip: …, asn: 64512 }).`,
    );
  }
  if (router.addresses.length === 0) return;
  const vip = draft.kubeMaster?.vip;
  const has = (addresses: readonly Placed<ParsedAddress>[], family: Family) =>
    addresses.some(({ value }) => value.family === family);
  // Where no node has that family either, that is what is wrong.
  const wanted = draft.nodes.some(({ addresses }) => vip !== undefined && has(addresses, vip.family));
  if (vip !== undefined && wanted && !has(router.addresses, vip.family)) {
    yield finding(
      "bgp-peer-unreachable",
      path,
      `the VIP ${vip.address} is IPv${vip.family}, and the peer ${peer} has no IPv${vip.family} address to hear of it by`,
      `Give the router an IPv${vip.family} address as well: kube-vip announces a VIP over sessions of its own family alone.`,
    );
    return;
  }
  // RFC 4271 and 7938: a session between two systems is sent with a TTL of 1, unless told otherwise.
  const subnets = draft.network?.subnets ?? [];
  const near = router.addresses.some(({ value }) => subnets.some((subnet) => lies(value, subnet.value)));
  if (subnets.length > 0 && !near && bgp.multihop !== true && router.spec.asn !== bgp.asn) {
    yield finding(
      "bgp-peer-distant",
      path,
      `the peer ${peer} is outside of the nodes' subnet, and a session of one hop may not reach it`,
      "Set multihop: true, unless the nodes have another network in common with it.",
    );
  }
}
