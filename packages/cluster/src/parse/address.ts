import { isIPv4, isIPv6 } from "node:net";
import { normalizeCidr, parseCidr as parseLoose } from "cidr-tools";
import { normalizeIp, parseIp, stringifyIp } from "ip-bigint";
import { ADDRESS_BITS, type Address, type IpNetwork } from "../model/address.ts";
import type { Cidr, IpAddress } from "../model/brand.ts";

/** An address that was read. */
export interface ParsedAddress extends Address {
  /** The address as a number, for comparisons. */
  readonly bits: bigint;
}

/** A network that was read; `first` and `last` are its bounds, both inside. */
export interface ParsedNetwork extends IpNetwork {
  readonly first: bigint;
  readonly last: bigint;
}

/**
 * Reads an address in the usual notation, without prefix length and zone. `undefined` where it is none:
 * stricter than the CIDR library, which takes octets beyond 255, leading zeros and digits of other scripts.
 */
export function parseAddress(text: string): ParsedAddress | undefined {
  const family = isIPv4(text) ? 4 : isIPv6(text) && !text.includes("%") ? 6 : undefined;
  if (family === undefined) return undefined;
  return {
    address: normalizeIp(text, { hexify: true }) as IpAddress,
    family,
    bits: parseIp(text).number,
  };
}

/** Reads a network in CIDR notation. `undefined` where it is none; see {@link hasHostBits} for `10.0.0.5/24`. */
export function parseNetwork(text: string): ParsedNetwork | undefined {
  const [base = "", length = "", ...rest] = text.split("/");
  const address = parseAddress(base);
  if (address === undefined || rest.length > 0 || !/^(0|[1-9]\d{0,2})$/.test(length)) return undefined;
  const prefixLength = Number(length);
  if (prefixLength > ADDRESS_BITS[address.family]) return undefined;
  const cidr = normalizeCidr(`${address.address}/${prefixLength}`) as Cidr;
  const { start, end } = parseLoose(cidr);
  return { cidr, family: address.family, prefixLength, first: start, last: end };
}

/** Whether `text`, which reads as `network`, names a host in it rather than the network itself. */
export function hasHostBits(text: string, network: ParsedNetwork): boolean {
  return parseAddress(text.split("/")[0] ?? "")?.bits !== network.first;
}

/** Whether an address lies in a network of its own family. */
export function lies(address: ParsedAddress, network: ParsedNetwork): boolean {
  return address.family === network.family && address.bits >= network.first && address.bits <= network.last;
}

/** The `offset`th address of a network, as text. */
export function addressAt(network: ParsedNetwork, offset: number | bigint): IpAddress {
  return stringifyIp({ number: network.first + BigInt(offset), version: network.family }) as IpAddress;
}
