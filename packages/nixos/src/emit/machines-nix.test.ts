import { fromValue, print } from "@quorate/nix";
import { describe, expect, it } from "vitest";
import { BGP_CLUSTER, DUAL_STACK_CLUSTER } from "../testing/clusters.ts";
import { machines } from "./machines-nix.ts";

describe("machines", () => {
  it("are the whole cluster as plain data", () => {
    expect(machines(BGP_CLUSTER)).toMatchObject({
      name: "home",
      api: { vip: "10.0.0.100", port: 6443, url: "https://10.0.0.100:6443", dnsName: null },
      loadBalancer: { kind: "bgp", asn: 64513, peers: [{ name: "router", address: "10.0.0.1", asn: 64512 }] },
      etcd: { members: ["node1", "node2", "node3"] },
      nodes: { node2: { address: "10.0.0.12", roles: { etcd: true, controlPlane: true, kubelet: true } } },
      routers: { router: { addresses: ["10.0.0.1"], asn: 64512 } },
    });
  });

  it("have every address with the size of its network", () => {
    expect(machines(DUAL_STACK_CLUSTER)).toMatchObject({
      nodes: { etcd1: { addresses: ["10.0.0.21/24", "fd00::21/64"] } },
    });
  });

  it("can be printed as Nix", () => {
    expect(print(fromValue(machines(DUAL_STACK_CLUSTER)))).toContain('name = "dual";');
  });
});
