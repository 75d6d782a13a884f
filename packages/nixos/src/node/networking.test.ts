import { describe, expect, it } from "vitest";
import { BGP_CLUSTER, DUAL_STACK_CLUSTER, IPV6_CLUSTER, nodeOf } from "../testing/clusters.ts";
import { networking } from "./networking.ts";

const sysctl = (options: ReturnType<typeof networking>) => options.boot?.kernel?.sysctl;
const uplink = (options: ReturnType<typeof networking>) => options.systemd?.network?.networks?.["10-uplink"];

describe("networking", () => {
  it("gives every address and every gateway of the node's families", () => {
    expect(uplink(networking(DUAL_STACK_CLUSTER, nodeOf(DUAL_STACK_CLUSTER, "worker1")))).toMatchObject({
      matchConfig: { Name: "eno1" },
      address: ["10.0.0.41/24", "fd00::41/64"],
      gateway: ["10.0.0.1", "fd00::1"],
    });
  });

  it("leaves out a gateway of a family that the node has no address in", () => {
    const master = nodeOf(DUAL_STACK_CLUSTER, "master1");
    const ipv4Only = { ...master, addresses: master.addresses.filter(({ family }) => family === 4) };
    expect(uplink(networking(DUAL_STACK_CLUSTER, ipv4Only))?.gateway).toEqual(["10.0.0.1"]);
  });

  it.each([
    ["master of an ARP cluster", DUAL_STACK_CLUSTER, "master1", "static"],
    ["worker of an ARP cluster", DUAL_STACK_CLUSTER, "worker1", undefined],
    ["master of a BGP cluster", BGP_CLUSTER, "node1", undefined],
  ])("keeps foreign addresses where kube-vip adds one: %s", (_, cluster, name, keep) => {
    const config = uplink(networking(cluster, nodeOf(cluster, name)))?.networkConfig;
    expect(config?.["KeepConfiguration"]).toBe(keep);
  });

  it.each([
    [BGP_CLUSTER, "node1", { "net.ipv4.conf.all.arp_ignore": 1, "net.ipv4.conf.all.arp_announce": 2 }],
    [DUAL_STACK_CLUSTER, "worker1", { "net.ipv6.conf.all.forwarding": 1 }],
    [DUAL_STACK_CLUSTER, "etcd1", {}],
    [IPV6_CLUSTER, "solo", { "net.ipv6.conf.all.forwarding": 1 }],
  ])("sets what the kernel needs %#", (cluster, name, expected) => {
    expect(sysctl(networking(cluster, nodeOf(cluster, name)))).toEqual(expected);
  });

  it("sets no domain", () => {
    expect(networking(BGP_CLUSTER, nodeOf(BGP_CLUSTER, "node1")).networking).not.toHaveProperty("domain");
  });
});
