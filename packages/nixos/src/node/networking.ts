import type { Cluster, NixosOptions, Node } from "@quorate/cluster";

/** A `[Route]` section of systemd-networkd. */
export type NetworkdRoute = Readonly<Record<string, string | readonly string[]>>;

/** What else is to be said about a node's network, by whoever knows why. */
export interface NetworkNeeds {
  /** Routes by the node's own interface. */
  readonly routes: readonly NetworkdRoute[];
  readonly sysctls: Readonly<Record<string, number>>;
  /** Whether the node's interface gets addresses from somebody else, which a reload must leave there. */
  readonly foreignAddresses: boolean;
}

/** Host name, static addresses, gateways and name servers, by systemd-networkd. */
export function networking(cluster: Cluster, node: Node, needs: NetworkNeeds): NixosOptions {
  return {
    networking: {
      // No `domain`: with one, kubelet and kube-proxy would call the node by two different names.
      hostName: node.name,
      nameservers: cluster.network.nameservers,
      useDHCP: false,
      useNetworkd: true,
    },
    systemd: {
      network: {
        // What networkd did not configure is flannel's, kube-proxy's or kube-vip's: it must not clean that up.
        config: {
          networkConfig: { ManageForeignRoutes: false, ManageForeignRoutingPolicyRules: false },
        },
        networks: { "10-uplink": uplink(cluster, node, needs) },
      },
    },
    boot: { kernel: { sysctl: needs.sysctls } },
  };
}

/** The options of one network, spelt out so that the compiler checks their names here as well. */
type Uplink = NonNullable<
  NonNullable<NonNullable<NonNullable<NixosOptions["systemd"]>["network"]>["networks"]>[string]
>;

function uplink(cluster: Cluster, node: Node, { routes, foreignAddresses }: NetworkNeeds): Uplink {
  return {
    matchConfig: { Name: node.interface },
    address: node.addresses.map(({ address, prefixLength }) => `${address}/${prefixLength}`),
    gateway: gatewaysOf(cluster, node),
    ...(routes.length > 0 ? { routes } : {}),
    linkConfig: { RequiredForOnline: "routable" },
    networkConfig: {
      DHCP: "no",
      IPv6AcceptRA: false,
      ...(foreignAddresses ? { KeepConfiguration: "static" } : {}),
    },
  };
}

/** A gateway of a family that the node has no address in would keep the interface from coming up. */
function gatewaysOf(cluster: Cluster, node: Node): readonly string[] {
  const families = new Set(node.addresses.map(({ family }) => family));
  return cluster.network.gateways.filter(({ family }) => families.has(family)).map(({ address }) => address);
}
