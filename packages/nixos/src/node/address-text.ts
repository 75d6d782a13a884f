import type { Address } from "@quorate/cluster";
import { parseIp, stringifyIp } from "ip-bigint";

/**
 * A BGP router id for a host that may have no IPv4 address: the address itself, or the last 32 bits of an
 * IPv6 address in dotted notation (RFC 6286 asks for any nonzero number that is unique within the system).
 */
export function routerId({ address, family }: Address): string {
  if (family === 4) return address;
  const low = parseIp(address).number & 0xffff_ffffn;
  return stringifyIp({ number: low, version: 4 });
}
