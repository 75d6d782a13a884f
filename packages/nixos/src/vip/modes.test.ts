import { describe, expect, it } from "vitest";
import { BGP_CLUSTER, DUAL_STACK_CLUSTER, nodeOf } from "../testing/clusters.ts";
import { vipOf } from "./modes.ts";

const leases = { apiGroups: ["coordination.k8s.io"], resources: ["leases"] };
const permissions = [
  { ...leases, verbs: ["create"] },
  { ...leases, resourceNames: ["plndr-cp-lock"], verbs: ["get", "list", "patch", "update", "watch"] },
];

describe.each([
  {
    cluster: DUAL_STACK_CLUSTER,
    holder: "master1",
    others: ["etcd1", "worker1"],
    answersArp: true,
    interface: "eno1",
    holds: { routes: [], sysctls: {}, foreignAddresses: true },
    data: { kind: "arp", leaseDuration: 15, renewDeadline: 10, retryPeriod: 2 },
  },
  {
    cluster: BGP_CLUSTER,
    holder: "node1",
    others: [],
    answersArp: false,
    interface: "lo",
    holds: {
      routes: [],
      sysctls: { "net.ipv4.conf.all.arp_ignore": 1, "net.ipv4.conf.all.arp_announce": 2 },
      foreignAddresses: false,
    },
    data: {
      kind: "bgp",
      asn: 64513,
      peers: [{ name: "router", address: "10.0.0.1", asn: 64512 }],
      multihop: false,
      holdTime: 30,
      keepalive: 10,
    },
  },
])("the VIP by $data.kind", ({ cluster, holder, others, holds, data, ...expected }) => {
  const vip = vipOf(cluster);

  it("is on an interface of whoever holds it", () => {
    expect(vip.carried?.answersArp).toBe(expected.answersArp);
    expect(vip.carried?.interfaceOf(nodeOf(cluster, holder))).toBe(expected.interface);
    expect(vip.networkOf(nodeOf(cluster, holder))).toEqual(holds);
  });

  it("asks nothing of the network of nodes that neither hold it nor need a route to it", () => {
    for (const name of others) {
      expect(vip.networkOf(nodeOf(cluster, name))).toEqual({
        routes: [],
        sysctls: {},
        foreignAddresses: false,
      });
    }
  });

  it("lets kube-vip hold the lease by which one is elected", () => {
    expect(vip.permissions).toEqual(permissions);
  });

  it("is plain data in machines.nix", () => {
    expect(vip.data).toEqual(data);
  });
});
