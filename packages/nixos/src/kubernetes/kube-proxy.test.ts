import { describe, expect, it } from "vitest";
import { BGP_CLUSTER, DUAL_STACK_CLUSTER, IPV6_CLUSTER, nodeOf } from "../testing/clusters.ts";
import { kubeProxy } from "./kube-proxy.ts";

describe("kubeProxy", () => {
  it.each([
    [BGP_CLUSTER, "node1", "0.0.0.0", "https://127.0.0.1:6443"],
    [DUAL_STACK_CLUSTER, "worker1", "0.0.0.0", "https://10.0.0.100:6443"],
    [IPV6_CLUSTER, "solo", "::", "https://127.0.0.1:6443"],
  ])("has the kubelet's name and the node's primary family %#", (cluster, name, bindAddress, server) => {
    expect(kubeProxy(cluster, nodeOf(cluster, name))).toEqual({
      services: {
        kubernetes: {
          proxy: {
            enable: true,
            bindAddress,
            hostname: name,
            kubeconfig: {
              server,
              caFile: "/var/lib/quorate/secrets/kubernetes-ca.crt",
              certFile: "/var/lib/quorate/secrets/kube-proxy.crt",
              keyFile: "/var/lib/quorate/secrets/kube-proxy.key",
            },
          },
        },
      },
    });
  });

  it("is nothing on a node that is etcd alone", () => {
    expect(kubeProxy(DUAL_STACK_CLUSTER, nodeOf(DUAL_STACK_CLUSTER, "etcd1"))).toEqual({});
  });
});
