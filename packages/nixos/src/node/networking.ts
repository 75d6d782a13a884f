import type { Cluster, NixosOptions, Node } from "@quorate/cluster";
import { vipRoutes } from "../vip/routes.ts";
import { isIpv6 } from "./address-text.ts";

/** Host name, static addresses, gateways and name servers, by systemd-networkd. */
export function networking(cluster: Cluster, node: Node): NixosOptions {
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
        networks: { "10-uplink": uplink(cluster, node) },
      },
    },
    boot: { kernel: { sysctl: sysctls(cluster, node) } },
  };
}

/** The options of one network, spelt out so that the compiler checks their names here as well. */
type Uplink = NonNullable<
  NonNullable<NonNullable<NonNullable<NixosOptions["systemd"]>["network"]>["networks"]>[string]
>;

function uplink(cluster: Cluster, node: Node): Uplink {
  const routes = vipRoutes(cluster, node);
  return {
    matchConfig: { Name: node.interface },
    address: node.addresses.map(({ address, prefixLength }) => `${address}/${prefixLength}`),
    gateway: gatewaysOf(cluster, node),
    ...(routes.length > 0 ? { routes } : {}),
    linkConfig: { RequiredForOnline: "routable" },
    networkConfig: {
      DHCP: "no",
      IPv6AcceptRA: false,
      // In ARP mode kube-vip adds the VIP to this interface; networkd would drop it on a reload.
      ...(holdsVip(cluster, node) ? { KeepConfiguration: "static" } : {}),
    },
  };
}

/** A gateway of a family that the node has no address in would keep the interface from coming up. */
function gatewaysOf(cluster: Cluster, node: Node): readonly string[] {
  const families = new Set(node.addresses.map(({ family }) => family));
  return cluster.network.gateways.filter((gateway) => families.has(isIpv6(gateway) ? 6 : 4));
}

function holdsVip(cluster: Cluster, node: Node): boolean {
  return node.roles.controlPlane && cluster.loadBalancer.kind === "arp";
}

const VIP_ROUTE_SYSCTLS = {
  // The routers have one interface for both ways: they would tell a node to go straight to one of the masters,
  // and it would, for minutes after that one is gone. (Where IPv6 is forwarded no such word is heard.)
  "net.ipv4.conf.all.accept_redirects": 0,
  // Of several routers, leave out one that does not answer.
  "net.ipv4.fib_multipath_use_neigh": 1,
} as const;

function sysctls(cluster: Cluster, node: Node): Record<string, number> {
  const routesIpv6 = node.roles.kubelet && node.addresses.some(({ family }) => family === 6);
  const announces = node.roles.controlPlane && cluster.loadBalancer.kind === "bgp";
  const routes = vipRoutes(cluster, node);
  return {
    ...(routesIpv6 ? { "net.ipv6.conf.all.forwarding": 1 } : {}),
    // The VIP is on `lo` of every control plane node: none may answer ARP for it, nor ask in its name.
    ...(routes.length > 0 ? VIP_ROUTE_SYSCTLS : {}),
    ...(announces ? { "net.ipv4.conf.all.arp_ignore": 1, "net.ipv4.conf.all.arp_announce": 2 } : {}),
  };
}
