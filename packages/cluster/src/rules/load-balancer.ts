import { type Finding, finding, quote, type SpecPath } from "../model/finding.ts";
import type { Draft } from "../parse/draft.ts";

/** AS numbers that nobody may use: RFC 7607, 4893, 5398, 7300, 6996's neighbours. */
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

/** How the VIP is announced: AS numbers, peers, timers. */
export function* checkLoadBalancer(draft: Draft): Iterable<Finding> {
  for (const { name, spec } of draft.routers) {
    if (spec.asn !== undefined) yield* checkAsn(spec.asn, ["machines", name, "asn"], false);
  }
  const loadBalancer = draft.kubeMaster?.spec.loadBalancer;
  const path = ["kubeMaster", "loadBalancer"];
  if (loadBalancer?.kind === "bgp") {
    yield* checkAsn(loadBalancer.asn, [...path, "asn"], true);
    yield* checkPeers(loadBalancer.peers, draft, [...path, "peers"]);
    const { holdTime = 30, keepalive = 10 } = loadBalancer;
    if (!isSeconds(holdTime, 3) || !isSeconds(keepalive, 1) || holdTime < 3 * keepalive) {
      yield finding(
        "bgp-timers",
        [...path, "holdTime"],
        `a hold time of ${holdTime} s with a keepalive of ${keepalive} s cannot work`,
        "Choose whole seconds, the hold time from 3 to 65535 and at least three times the keepalive.",
      );
    }
  } else if (loadBalancer?.kind === "arp") {
    const { leaseDuration = 15, renewDeadline = 10, retryPeriod = 2 } = loadBalancer;
    const whole = [leaseDuration, renewDeadline, retryPeriod].every((seconds) => isSeconds(seconds, 1));
    if (!whole || leaseDuration <= renewDeadline || renewDeadline <= retryPeriod) {
      yield finding(
        "arp-timers",
        [...path, "leaseDuration"],
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

function* checkPeers(peers: readonly string[], draft: Draft, path: SpecPath): Iterable<Finding> {
  const nodeFamilies = new Set(
    draft.nodes.flatMap(({ addresses }) => addresses.map(({ value }) => value.family)),
  );
  for (const [index, peer] of peers.entries()) {
    const at = [...path, index];
    const kind = draft.machineKinds.get(peer);
    if (peers.indexOf(peer) < index) {
      yield finding("bgp-peer-duplicate", at, `the peer ${quote(peer)} is named twice`, "Name it once.");
    } else if (kind === undefined) {
      yield finding(
        "bgp-peer-unknown",
        at,
        `the peer ${quote(peer)} is no machine of the file`,
        `Name a router: ${draft.routers.map(({ name }) => quote(name)).join(", ") || "there is none yet"}.`,
      );
    } else if (kind === "node") {
      yield finding(
        "bgp-peer-not-router",
        at,
        `the peer ${quote(peer)} is a node`,
        "Nodes peer with routers: name a router.",
      );
    } else if (kind === "router") {
      const router = draft.routers.find(({ name }) => name === peer);
      if (router === undefined) continue;
      if (router.spec.asn === undefined) {
        yield finding(
          "bgp-peer-without-asn",
          at,
          `the peer ${quote(peer)} has no AS number`,
          `Add its asn: router({ ip: …, asn: 64512 }).`,
        );
      }
      if (
        router.addresses.length > 0 &&
        nodeFamilies.size > 0 &&
        !router.addresses.some(({ value }) => nodeFamilies.has(value.family))
      ) {
        yield finding(
          "bgp-peer-unreachable",
          at,
          `no node has an address of the peer ${quote(peer)}'s family`,
          "Give the router an address of the nodes' family.",
        );
      }
    }
  }
}
