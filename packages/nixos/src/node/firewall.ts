import type { NixosOptions, Node } from "@quorate/cluster";

/** Whom the firewall lets in. */
export interface Openings {
  /** TCP ports of the node's own interface. */
  readonly tcp: readonly number[];
  /** UDP ports of the node's own interface. */
  readonly udp: readonly number[];
  /** Interfaces that everything may come in by. */
  readonly trustedInterfaces: readonly string[];
}

/** The node's firewall: closed, but for `openings` and sshd's port. */
export function firewall(node: Node, { tcp, udp, trustedInterfaces }: Openings): NixosOptions {
  return {
    networking: {
      firewall: {
        enable: true,
        // An answer may leave by another route than the request came: several gateways, equal-cost BGP.
        checkReversePath: "loose",
        interfaces: { [node.interface]: { allowedTCPPorts: tcp, allowedUDPPorts: udp } },
        trustedInterfaces,
      },
    },
  };
}
