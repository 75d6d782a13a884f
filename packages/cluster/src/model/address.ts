import type { Cidr, Family, IpAddress } from "./brand.ts";

/** An address and what it is. Nobody has to look for a colon in it. */
export interface Address {
  readonly address: IpAddress;
  readonly family: Family;
}

/** A network and what it is. */
export interface IpNetwork {
  readonly cidr: Cidr;
  readonly family: Family;
  /** Bits of the network's part of an address. */
  readonly prefixLength: number;
}

/** Bits of an address, by family: the prefix length of a single host. */
export const ADDRESS_BITS = { 4: 32, 6: 128 } as const satisfies { readonly [F in Family]: number };

/** An address as the host part of a URL: IPv6 in brackets. */
export function urlHost({ address, family }: { readonly address: string; readonly family: Family }): string {
  return family === 6 ? `[${address}]` : address;
}
