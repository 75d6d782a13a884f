import { fromValue, print } from "@quorate/nix";
import { describe, expect, it } from "vitest";
import { BGP_CLUSTER, DUAL_STACK_CLUSTER } from "../testing/clusters.ts";
import { vipOf } from "../vip/modes.ts";
import { clusterData } from "./machines-nix.ts";

const machine = {
  interface: "eno1",
  disk: "/dev/disk/by-id/nvme-1",
  boot: "uefi",
  system: "x86_64-linux",
};

describe("clusterData", () => {
  it("is the whole cluster as plain data", () => {
    expect(clusterData(DUAL_STACK_CLUSTER, vipOf(DUAL_STACK_CLUSTER))).toEqual({
      name: "dual",
      distribution: "kubernetes",
      stateVersion: DUAL_STACK_CLUSTER.stateVersion,
      encryptSecrets: true,
      api: {
        vip: "10.0.0.100",
        port: 6443,
        url: "https://10.0.0.100:6443",
        dnsName: null,
        extraSans: [],
      },
      loadBalancer: { kind: "arp", leaseDuration: 15, renewDeadline: 10, retryPeriod: 2 },
      network: {
        subnets: ["10.0.0.0/24", "fd00::/64"],
        gateways: ["10.0.0.1", "fd00::1"],
        nameservers: ["fd00::53"],
        podCidrs: ["10.244.0.0/16", "fd00:10:244::/48"],
        serviceCidrs: ["10.96.0.0/16", "fd00:10:96::/112"],
        dnsAddress: "10.96.0.10",
        domain: "cluster.local",
        cni: { kind: "flannel", backend: "vxlan" },
      },
      etcd: { token: "quorate-dual", members: ["etcd1"] },
      images: [expect.stringMatching(/kube-vip:v\d/), expect.stringMatching(/coredns:v\d/)],
      ssh: { port: 22 },
      nodes: {
        etcd1: {
          ...machine,
          address: "10.0.0.21",
          addresses: ["10.0.0.21/24", "fd00::21/64"],
          roles: { etcd: true, controlPlane: false, kubelet: false },
          schedulable: false,
        },
        master1: {
          ...machine,
          address: "10.0.0.31",
          addresses: ["10.0.0.31/24", "fd00::31/64"],
          roles: { etcd: false, controlPlane: true, kubelet: true },
          schedulable: false,
        },
        worker1: {
          ...machine,
          address: "10.0.0.41",
          addresses: ["10.0.0.41/24", "fd00::41/64"],
          boot: "bios",
          roles: { etcd: false, controlPlane: false, kubelet: true },
          schedulable: true,
        },
      },
      routers: {},
    });
  });

  it("has the routers and a name of the API, where there are any", () => {
    const cluster = { ...BGP_CLUSTER, api: { ...BGP_CLUSTER.api, dnsName: "api.home", extraSans: ["a"] } };
    const [router] = cluster.routers;
    if (router === undefined) throw new Error("the sample has a router");
    const silent = { ...router, name: "silent" as typeof router.name, asn: undefined };
    expect(clusterData({ ...cluster, routers: [router, silent] }, vipOf(cluster))).toMatchObject({
      api: { dnsName: "api.home", extraSans: ["a"] },
      routers: {
        router: { addresses: ["10.0.0.1"], asn: 64512 },
        silent: { addresses: ["10.0.0.1"], asn: null },
      },
    });
  });

  it("can be printed as Nix", () => {
    const data = clusterData(DUAL_STACK_CLUSTER, vipOf(DUAL_STACK_CLUSTER));
    expect(print(fromValue(data))).toContain('name = "dual";');
  });
});
