import type { Cluster, Family } from "@quorate/cluster";
import { parseCidr } from "cidr-tools";
import { parseIp, stringifyIp } from "ip-bigint";

/** An address with the prefix length of the network that it lies in. */
export interface AddressOnNetwork {
  readonly address: string;
  readonly family: Family;
  readonly prefixLength: number;
}

/**
 * The operator's addresses: in each subnet the last host address that nothing else has. A subnet without
 * room for one more gives none.
 */
export function operatorAddresses(cluster: Cluster): readonly AddressOnNetwork[] {
  const taken = new Set(
    [
      ...(cluster.api.vip === undefined ? [] : [cluster.api.vip]),
      ...cluster.network.gateways.map(({ address }) => address),
      ...cluster.nodes.flatMap(({ addresses }) => addresses.map(({ address }) => address)),
      ...cluster.routers.flatMap(({ addresses }) => addresses.map(({ address }) => address)),
    ].map((address) => keyOf(parseIp(address))),
  );
  return cluster.network.subnets.flatMap(({ cidr, prefixLength }) => {
    const { start, end, version } = parseCidr(cidr);
    // The last address of an IPv4 network is its broadcast address; the first of either is the network's own.
    for (let number = version === 4 ? end - 1n : end; number > start; number -= 1n) {
      if (!taken.has(keyOf({ number, version }))) {
        return [{ address: stringifyIp({ number, version }), family: version, prefixLength }];
      }
    }
    return [];
  });
}

function keyOf({ number, version }: { readonly number: bigint; readonly version: number }): string {
  return `${version}/${number}`;
}
