import type { Cluster } from "@quorate/cluster";
import { describe, expect, it } from "vitest";
import { BGP_CLUSTER, DUAL_STACK_CLUSTER, IPV6_CLUSTER, nodeOf } from "../testing/clusters.ts";
import { kubeProxy } from "./kube-proxy.ts";
import { kubelet } from "./kubelet.ts";
import { kubernetes } from "./shared.ts";

const kubeletOf = (cluster: Cluster, name: string) =>
  kubelet(cluster, nodeOf(cluster, name)).services?.kubernetes?.kubelet;
const proxyOf = (cluster: Cluster, name: string) =>
  kubeProxy(cluster, nodeOf(cluster, name)).services?.kubernetes?.proxy;

describe("kubelet", () => {
  it.each([
    [BGP_CLUSTER, "node1", "10.0.0.11", "0.0.0.0"],
    [DUAL_STACK_CLUSTER, "worker1", "10.0.0.41,fd00::41", "::"],
    [IPV6_CLUSTER, "solo", "fd00::11", "::"],
  ])("has the node's own addresses %#", (cluster, name, nodeIp, address) => {
    expect(kubeletOf(cluster, name)).toMatchObject({ nodeIp, address, hostname: name });
  });

  it("asks the apiserver beside it, or else the VIP", () => {
    expect(kubeletOf(BGP_CLUSTER, "node1")?.kubeconfig?.server).toBe("https://127.0.0.1:6443");
    expect(kubeletOf(DUAL_STACK_CLUSTER, "worker1")?.kubeconfig?.server).toBe("https://10.0.0.100:6443");
  });

  it("registers taints and labels, but no label that only an administrator may set", () => {
    const options = kubeletOf(DUAL_STACK_CLUSTER, "worker1");
    expect(options?.taints).toEqual({
      "example.com/gpu:NoSchedule": { key: "example.com/gpu", value: "", effect: "NoSchedule" },
    });
    expect(options?.extraOpts).toBe("--node-labels=rack=1");
    expect(options?.unschedulable).toBe(false);
  });

  it("keeps ordinary pods off a master that has workers beside it", () => {
    expect(Object.keys(kubeletOf(DUAL_STACK_CLUSTER, "master1")?.taints ?? {})).toEqual([
      "node-role.kubernetes.io/control-plane:NoSchedule",
    ]);
    expect(kubeletOf(BGP_CLUSTER, "node1")?.taints).toEqual({});
  });
});

describe("kubeProxy", () => {
  it.each([
    [BGP_CLUSTER, "node1", "0.0.0.0"],
    [DUAL_STACK_CLUSTER, "worker1", "0.0.0.0"],
    [IPV6_CLUSTER, "solo", "::"],
  ])("has the kubelet's name and the node's primary family %#", (cluster, name, bindAddress) => {
    expect(proxyOf(cluster, name)).toMatchObject({ hostname: name, bindAddress });
  });
});

describe("a node without a kubelet", () => {
  it("has nothing of Kubernetes", () => {
    const node = nodeOf(DUAL_STACK_CLUSTER, "etcd1");
    for (const emit of [kubelet, kubeProxy, kubernetes]) expect(emit(DUAL_STACK_CLUSTER, node)).toEqual({});
  });
});
