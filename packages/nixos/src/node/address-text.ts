import { parseIp, stringifyIp } from "ip-bigint";

/** Whether an address or a CIDR is of IPv6. */
export function isIpv6(text: string): boolean {
  return text.includes(":");
}

/** The prefix length of a CIDR, in bits. */
export function prefixLength(cidr: string): number {
  return Number(cidr.slice(cidr.lastIndexOf("/") + 1));
}

/**
 * A BGP router id for a host that may have no IPv4 address: the address itself, or the last 32 bits of an
 * IPv6 address in dotted notation (RFC 6286 asks for any nonzero number that is unique within the system).
 */
export function routerId(address: string): string {
  if (!isIpv6(address)) return address;
  const low = parseIp(address).number & 0xffff_ffffn;
  return stringifyIp({ number: low, version: 4 });
}
