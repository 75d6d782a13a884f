import type { Node } from "@quorate/cluster";
import { parseIp, stringifyIp } from "ip-bigint";

/**
 * The BGP router id of a node, 32 bits in dotted notation: its IPv4 address, or the last 32 bits of an IPv6 address
 * where it has no other (RFC 6286 asks for any nonzero number that is unique within the system).
 */
export function routerId({ addresses }: Pick<Node, "addresses">): string {
  const { address } = addresses.find(({ family }) => family === 4) ?? addresses[0];
  const low = parseIp(address).number & 0xffff_ffffn;
  return stringifyIp({ number: low, version: 4 });
}
