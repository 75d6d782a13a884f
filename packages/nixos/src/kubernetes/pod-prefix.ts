import { isIpv6, prefixLength } from "../node/address-text.ts";

/** kube-controller-manager keeps a bitmap of an IPv6 range and refuses more than 2^16 node networks in it. */
const MAX_IPV6_NODE_BITS = 16;

/**
 * The prefix length of the part of a pod network that each node gets: 24 for IPv4, 64 for IPv6, as Kubernetes
 * has it, unless the network is too small for that, or too big.
 */
export function nodePodPrefixLength(podCidr: string): number {
  const whole = prefixLength(podCidr);
  if (!isIpv6(podCidr)) return Math.max(24, whole);
  const usual = whole > 56 ? Math.min(whole + 8, 128) : 64;
  return Math.min(usual, whole + MAX_IPV6_NODE_BITS);
}
