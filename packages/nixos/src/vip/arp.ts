import { type ArpLoadBalancer, type Cluster, vipAddress } from "@quorate/cluster";
import { LEASE, LEASE_PERMISSIONS } from "./lease.ts";
import { variable } from "./variable.ts";
import type { Vip } from "./vip.ts";

/** One control plane node at a time has the VIP on its own interface, by a lease, and answers ARP for it. */
export function arp(mode: ArpLoadBalancer, { api }: Cluster): Vip {
  return {
    carried: {
      ...vipAddress(api),
      answersArp: true,
      interfaceOf: (node) => node.interface,
      variables: () => [
        variable("vip_leaderelection", true),
        variable("vip_leasename", LEASE),
        variable("vip_leaseduration", mode.leaseDuration),
        variable("vip_renewdeadline", mode.renewDeadline),
        variable("vip_retryperiod", mode.retryPeriod),
      ],
    },
    networkOf: (node) => ({
      // All nodes are in the VIP's subnet: who has it is asked by ARP like any other neighbour.
      routes: [],
      sysctls: {},
      // kube-vip adds the VIP to the node's interface; networkd would drop it on a reload.
      foreignAddresses: node.roles.controlPlane,
    }),
    permissions: LEASE_PERMISSIONS,
    data: { ...mode },
  };
}
