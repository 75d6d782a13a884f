import type { Family } from "../model/brand.ts";
import { didYouMean, listNames } from "../model/closest-name.ts";
import { type Finding, finding, quote, type SpecPath } from "../model/finding.ts";
import { lies } from "../parse/address.ts";
import type { Draft, DraftRouter } from "../parse/draft.ts";
import type { Readable } from "../parse/part.ts";
import type { ParsedBgp } from "../parse/schema.ts";

/** AS numbers that nobody may use: 0 (RFC 7607), 23456 (4893), those for documentation (5398), the last ones (7300). */
const RESERVED_ASNS: readonly (readonly [number, number])[] = [
  [0, 0],
  [23456, 23456],
  [64496, 64511],
  [65535, 65551],
  [4294967295, 4294967295],
];

/** The private ranges of RFC 6996. */
const PRIVATE_ASNS: readonly (readonly [number, number])[] = [
  [64512, 65534],
  [4200000000, 4294967294],
];

const ARP_TIMERS = ["leaseDuration", "renewDeadline", "retryPeriod"] as const;

/** How the VIP is announced: AS numbers, peers, timers. */
export function* checkLoadBalancer(draft: Draft): Iterable<Finding> {
  for (const { name, spec } of draft.routers) {
    if (spec.asn !== undefined) yield* checkAsn(spec.asn, ["machines", name, "asn"], false);
  }
  const loadBalancer = draft.kubeMaster?.loadBalancer;
  const path = ["kubeMaster", "loadBalancer"];
  if (loadBalancer?.kind === "bgp") {
    const { asn, holdTime = 30, keepalive = 10 } = loadBalancer.spec;
    if (asn !== undefined) yield* checkAsn(asn, [...path, "asn"], true);
    yield* checkPeers(loadBalancer.spec, draft, [...path, "peers"]);
    if (!isSeconds(holdTime, 3) || !isSeconds(keepalive, 1) || holdTime < 3 * keepalive) {
      yield finding(
        "bgp-timers",
        [...path, loadBalancer.spec.holdTime === undefined ? "keepalive" : "holdTime"],
        `a hold time of ${holdTime} s with a keepalive of ${keepalive} s cannot work`,
        "Choose whole seconds, the hold time from 3 to 65535 and at least three times the keepalive.",
      );
    }
  } else if (loadBalancer?.kind === "arp") {
    const { leaseDuration = 15, renewDeadline = 10, retryPeriod = 2 } = loadBalancer.spec;
    const whole = [leaseDuration, renewDeadline, retryPeriod].every((seconds) => isSeconds(seconds, 1));
    if (!whole || leaseDuration <= renewDeadline || renewDeadline <= retryPeriod) {
      yield finding(
        "arp-timers",
        [...path, ARP_TIMERS.find((timer) => loadBalancer.spec[timer] !== undefined) ?? "leaseDuration"],
        `a lease of ${leaseDuration} s, renewed within ${renewDeadline} s every ${retryPeriod} s, cannot be held`,
        "Choose whole seconds: leaseDuration > renewDeadline > retryPeriod; 15, 10 and 2 are usual.",
      );
    }
  }
}

function isSeconds(value: number, least: number): boolean {
  return Number.isInteger(value) && value >= least && value <= 65535;
}

function* checkAsn(asn: number, path: SpecPath, ours: boolean): Iterable<Finding> {
  const inside = (ranges: typeof RESERVED_ASNS) =>
    ranges.some(([first, last]) => asn >= first && asn <= last);
  if (!Number.isInteger(asn) || asn < 1 || asn > 4294967294 || inside(RESERVED_ASNS)) {
    yield finding("asn-invalid", path, `${asn} is no usable AS number`, "Use a private one, 64512 to 65534.");
  } else if (ours && !inside(PRIVATE_ASNS)) {
    yield finding(
      "asn-public",
      path,
      `${asn} is a public AS number`,
      "Unless it is yours, use a private one: 64512 to 65534.",
    );
  }
}

function* checkPeers(bgp: Readable<ParsedBgp>, draft: Draft, path: SpecPath): Iterable<Finding> {
  const { peers = [] } = bgp;
  const routers = new Map(draft.routers.map((router) => [router.name, router]));
  const candidates = draft.routers.filter(({ spec }) => spec.asn !== undefined).map(({ name }) => name);
  const seen = new Set<string>();
  const nodeFamilies = new Set(
    draft.nodes.flatMap(({ addresses }) => addresses.map(({ value }) => value.family)),
  );
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
      yield* checkPeer(router, bgp, draft, nodeFamilies, at);
    }
    seen.add(peer);
  }
}

function* checkPeer(
  router: DraftRouter,
  bgp: Readable<ParsedBgp>,
  draft: Draft,
  nodeFamilies: ReadonlySet<Family>,
  path: SpecPath,
): Iterable<Finding> {
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
  if (nodeFamilies.size > 0 && !router.addresses.some(({ value }) => nodeFamilies.has(value.family))) {
    yield finding(
      "bgp-peer-unreachable",
      path,
      `no node has an address of the peer ${peer}'s family`,
      "Give the router an address of the nodes' family.",
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
