import { describe, expect, it } from "vitest";
import { BGP_CLUSTER, DUAL_STACK_CLUSTER, nodeOf } from "../testing/clusters.ts";
import { firewall } from "./firewall.ts";

describe("firewall", () => {
  it.each([
    ["a stacked master", BGP_CLUSTER, "node1", [6443, 2379, 2380, 10250], [8472]],
    ["etcd alone", DUAL_STACK_CLUSTER, "etcd1", [2379, 2380], []],
    ["a master without etcd", DUAL_STACK_CLUSTER, "master1", [6443, 10250], [8472]],
    ["a worker", DUAL_STACK_CLUSTER, "worker1", [10250], [8472]],
  ])("opens on %s what others need", (_, cluster, name, allowedTCPPorts, allowedUDPPorts) => {
    const rules = firewall(cluster, nodeOf(cluster, name)).networking?.firewall;
    expect(rules?.interfaces).toEqual({ eno1: { allowedTCPPorts, allowedUDPPorts } });
  });

  it.each([
    [{ kind: "flannel", backend: "vxlan" } as const, ["flannel-v6.1", "flannel.1", "mynet"], [8472]],
    [{ kind: "flannel", backend: "host-gw" } as const, ["mynet"], []],
    [{ kind: "none" } as const, [], []],
  ])("trusts the pod network of %o", (cni, trusted, udp) => {
    const cluster = { ...BGP_CLUSTER, network: { ...BGP_CLUSTER.network, cni } };
    const rules = firewall(cluster, nodeOf(cluster, "node1")).networking?.firewall;
    expect(rules?.trustedInterfaces).toEqual(trusted);
    expect(rules?.interfaces?.["eno1"]?.allowedUDPPorts).toEqual(udp);
  });
});
