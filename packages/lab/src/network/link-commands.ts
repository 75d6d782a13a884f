import type { Family } from "@quorate/cluster";
import type { Argv } from "@quorate/command";
import type { LanPlan, LinkPlan, RoutePlan } from "../model/lab-plan.ts";

/** Further words for an address. No other host has it, for the lab gave them all: there is nothing to wait for. */
const ADDRESS_WORDS: { readonly [F in Family]: readonly string[] } = { 4: [], 6: ["nodad"] };

/** Makes the LAN: a bridge that forwards at once, in a namespace of its own. */
export function lanCommands({ namespace, bridge }: LanPlan): readonly Argv[] {
  return [
    ["ip", "netns", "add", namespace],
    ["ip", "-n", namespace, "link", "set", "lo", "up"],
    ["ip", "-n", namespace, "link", "add", bridge, "type", "bridge", "forward_delay", "0", "stp_state", "0"],
    ["ip", "-n", namespace, "link", "set", bridge, "up"],
  ];
}

/**
 * Plugs a cable in: both ends are made inside their namespaces, the machine's own never holds them. The
 * port stays down: who plugs in decides about that.
 */
export function linkCommands(lan: LanPlan, link: LinkPlan): readonly Argv[] {
  const inLan = (...words: string[]): Argv => ["ip", "-n", lan.namespace, ...words];
  const inside = (...words: string[]): Argv => ["ip", "-n", link.namespace, ...words];
  return [
    ["ip", "netns", "add", link.namespace],
    inside("link", "set", "lo", "up"),
    inLan(
      ...["link", "add", link.port, "type", "veth", "peer", "name", link.interface],
      ...["address", link.mac, "netns", link.namespace],
    ),
    inLan("link", "set", link.port, "master", lan.bridge),
    inside("link", "set", link.interface, "up"),
    ...link.addresses.map(({ cidr, family }) =>
      inside("address", "add", cidr, "dev", link.interface, ...ADDRESS_WORDS[family]),
    ),
    ...[...link.routes].sort(nearFirst).map((route) => inside(...routeWords(route, link.interface))),
  ];
}

/** Opens or closes a machine's port on the bridge. */
export function portCommand(lan: LanPlan, { port }: LinkPlan, state: "up" | "down"): Argv {
  return ["ip", "-n", lan.namespace, "link", "set", port, state];
}

function routeWords({ to, via, family }: RoutePlan, networkInterface: string): readonly string[] {
  const words = [`-${family}`, "route", "add", to];
  if (via.length === 0) return [...words, "dev", networkInterface];
  if (via.length === 1) return [...words, "via", ...via, "dev", networkInterface];
  return [...words, ...via.flatMap((hop) => ["nexthop", "via", hop, "dev", networkInterface])];
}

/** What is on the link itself comes first: other routes lead over it. */
function nearFirst(a: RoutePlan, b: RoutePlan): number {
  return Number(a.via.length > 0) - Number(b.via.length > 0);
}
