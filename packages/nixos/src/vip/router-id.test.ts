import type { Family, IpAddress, Node } from "@quorate/cluster";
import { expect, it } from "vitest";
import { routerId } from "./router-id.ts";

const addressOf = (address: string, family: Family) => ({
  address: address as IpAddress,
  family,
  prefixLength: 24,
});
const ipv4 = addressOf("10.0.0.11", 4);
const ipv6 = addressOf("fd00::11", 6);

it.each<[string, Node["addresses"], string]>([
  ["its IPv4 address", [ipv4], "10.0.0.11"],
  ["its IPv4 address, also where it has another", [ipv4, ipv6], "10.0.0.11"],
  ["its IPv4 address, also where that is not the first", [ipv6, ipv4], "10.0.0.11"],
  ["the end of its IPv6 address", [ipv6], "0.0.0.17"],
  ["the end of another", [addressOf("fd00::a00:b", 6)], "10.0.0.11"],
  ["all of its last 32 bits", [addressOf("fd00::1:ffff:ffff", 6)], "255.255.255.255"],
])("a router id is a node's: %s", (_, addresses, id) => {
  expect(routerId({ addresses })).toBe(id);
});
