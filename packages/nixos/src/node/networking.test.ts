import { describe, expect, it } from "vitest";
import { BGP_CLUSTER, DUAL_STACK_CLUSTER, nodeOf } from "../testing/clusters.ts";
import { type NetworkNeeds, networking } from "./networking.ts";

const nothing: NetworkNeeds = { routes: [], sysctls: {}, foreignAddresses: false };

describe("networking", () => {
  it("is static, with the names of machines.ts", () => {
    expect(networking(BGP_CLUSTER, nodeOf(BGP_CLUSTER, "node1"), nothing)).toEqual({
      // And no domain.
      networking: { hostName: "node1", nameservers: ["1.1.1.1"], useDHCP: false, useNetworkd: true },
      systemd: {
        network: {
          config: { networkConfig: { ManageForeignRoutes: false, ManageForeignRoutingPolicyRules: false } },
          networks: {
            "10-uplink": {
              matchConfig: { Name: "eno1" },
              address: ["10.0.0.11/24"],
              gateway: ["10.0.0.1"],
              linkConfig: { RequiredForOnline: "routable" },
              networkConfig: { DHCP: "no", IPv6AcceptRA: false },
            },
          },
        },
      },
      boot: { kernel: { sysctl: {} } },
    });
  });

  it("has every address and every gateway of the node's families", () => {
    const worker = nodeOf(DUAL_STACK_CLUSTER, "worker1");
    const uplink = (addresses: typeof worker.addresses) =>
      networking(DUAL_STACK_CLUSTER, { ...worker, addresses }, nothing).systemd?.network?.networks?.[
        "10-uplink"
      ];
    expect(uplink(worker.addresses)).toMatchObject({
      address: ["10.0.0.41/24", "fd00::41/64"],
      gateway: ["10.0.0.1", "fd00::1"],
    });
    const [ipv4, ipv6 = ipv4] = worker.addresses;
    expect(uplink([ipv4])?.gateway).toEqual(["10.0.0.1"]);
    expect(uplink([ipv6])?.gateway).toEqual(["fd00::1"]);
  });

  it("adds what others need of it", () => {
    const routes = [{ Destination: "10.0.0.100/32", Gateway: "10.0.0.1" }];
    const needs = { routes, sysctls: { "net.ipv4.x": 1 }, foreignAddresses: true };
    const { systemd, boot } = networking(BGP_CLUSTER, nodeOf(BGP_CLUSTER, "node1"), needs);
    expect(systemd?.network?.networks?.["10-uplink"]).toMatchObject({
      routes,
      networkConfig: { DHCP: "no", IPv6AcceptRA: false, KeepConfiguration: "static" },
    });
    expect(boot?.kernel?.sysctl).toEqual({ "net.ipv4.x": 1 });
  });
});
