import { fromValue, print } from "@quorate/nix";
import { describe, expect, it } from "vitest";
import { BGP_CLUSTER, DUAL_STACK_CLUSTER } from "../testing/clusters.ts";
import { vipOf } from "../vip/modes.ts";
import { clusterData } from "./machines-nix.ts";

describe("clusterData", () => {
  it("is the whole cluster as plain data", () => {
    expect(clusterData(BGP_CLUSTER, vipOf(BGP_CLUSTER))).toMatchObject({
      name: "home",
      api: { vip: "10.0.0.100", port: 6443, url: "https://10.0.0.100:6443", dnsName: null },
      loadBalancer: { kind: "bgp", asn: 64513, peers: [{ name: "router", address: "10.0.0.1", asn: 64512 }] },
      etcd: { members: ["node1", "node2", "node3"] },
      nodes: { node2: { address: "10.0.0.12", roles: { etcd: true, controlPlane: true, kubelet: true } } },
      routers: { router: { addresses: ["10.0.0.1"], asn: 64512 } },
    });
  });

  it("has every address with the size of its network", () => {
    expect(clusterData(DUAL_STACK_CLUSTER, vipOf(DUAL_STACK_CLUSTER))).toMatchObject({
      nodes: { etcd1: { addresses: ["10.0.0.21/24", "fd00::21/64"] } },
    });
  });

  it("can be printed as Nix", () => {
    expect(print(fromValue(clusterData(DUAL_STACK_CLUSTER, vipOf(DUAL_STACK_CLUSTER))))).toContain(
      'name = "dual";',
    );
  });
});
