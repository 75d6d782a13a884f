import { bgp, type Cluster, defineCluster, node, router } from "@quorate/cluster";
import { resolvedCluster } from "@quorate/cluster/testing";
import { describe, expect, it } from "vitest";
import { nodeOf } from "../testing/clusters.ts";
import { vipOf } from "./modes.ts";

const hardware = { interface: "eno1", disk: "/dev/disk/by-id/nvme-1" } as const;

/** A master, a worker and etcd apart, both families, with a VIP by BGP to routers at these addresses. */
function cluster(vip: string, edge1: string, edge2?: string): Cluster {
  return resolvedCluster(
    defineCluster({
      name: "routed",
      kubeMaster: {
        ip: vip,
        loadBalancer: bgp({
          asn: 64513,
          multihop: true,
          peers: edge2 === undefined ? ["edge1"] : ["edge1", "edge2"],
        }),
      },
      network: {
        subnet: ["10.0.0.0/24", "fd00::/64"],
        gateway: ["10.0.0.1", "fd00::1"],
        nameservers: ["10.0.0.1"],
      },
      machines: {
        edge1: router({ ip: edge1, asn: 64512 }),
        edge2: router({ ip: edge2 ?? "203.0.113.1", asn: 64512 }),
        etcd1: node({ ...hardware, ip: ["10.0.0.21", "fd00::21"], services: ["etcd"] }),
        master1: node({ ...hardware, ip: ["10.0.0.31", "fd00::31"], services: ["kubernetes"] }),
        worker1: node({ ...hardware, ip: ["10.0.0.41", "fd00::41"], services: ["worker"] }),
      },
    }),
  );
}

describe("the routes to the VIP", () => {
  it.each<[string, Parameters<typeof cluster>, object[]]>([
    [
      "go to the router that hears of it",
      ["10.0.0.100", "10.0.0.2"],
      [{ Destination: "10.0.0.100/32", Gateway: "10.0.0.2" }],
    ],
    [
      "go there also where the VIP is in no subnet, as the gateway may not hear of it",
      ["192.0.2.1", "10.0.0.2"],
      [{ Destination: "192.0.2.1/32", Gateway: "10.0.0.2" }],
    ],
    [
      "go to all that hear of it",
      ["10.0.0.100", "10.0.0.3", "10.0.0.2"],
      [{ Destination: "10.0.0.100/32", MultiPathRoute: ["10.0.0.2", "10.0.0.3"] }],
    ],
    [
      "are of IPv6 where the VIP is",
      ["fd00::100", "fd00::2"],
      [{ Destination: "fd00::100/128", Gateway: "fd00::2" }],
    ],
    [
      "go to the gateway where those that hear of it are elsewhere",
      ["10.0.0.100", "198.51.100.1"],
      [{ Destination: "10.0.0.100/32", Gateway: "10.0.0.1" }],
    ],
    ["are none where VIP and routers are elsewhere: it is the gateway's", ["192.0.2.1", "198.51.100.1"], []],
  ])("%s", (_, addresses, routes) => {
    const routed = cluster(...addresses);
    const worker = nodeOf(routed, "worker1");
    expect(vipOf(routed).networkOf(worker)).toEqual({
      routes,
      // No other way than that of the route.
      sysctls:
        routes.length === 0
          ? {}
          : { "net.ipv4.conf.all.accept_redirects": 0, "net.ipv4.fib_multipath_use_neigh": 1 },
      foreignAddresses: false,
    });
  });

  it.each(["master1", "etcd1"])("are none on %s, which has an apiserver or needs none", (name) => {
    const routed = cluster("10.0.0.100", "10.0.0.2");
    expect(vipOf(routed).networkOf(nodeOf(routed, name)).routes).toEqual([]);
  });
});
