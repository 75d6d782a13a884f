import type { Node } from "@quorate/cluster";

/**
 * The address that stands for all of a host's addresses. `::` takes IPv4 as well (Go's sockets are
 * dual-stack), but is avoided where the host has no IPv6 address: IPv6 may be off altogether there.
 */
export function listenAddress(node: Node): "0.0.0.0" | "::" {
  return node.addresses.some(({ family }) => family === 6) ? "::" : "0.0.0.0";
}
