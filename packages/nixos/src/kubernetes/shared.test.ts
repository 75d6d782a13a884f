import { expect, it } from "vitest";
import { BGP_CLUSTER, DUAL_STACK_CLUSTER, nodeOf } from "../testing/clusters.ts";
import { shared } from "./shared.ts";

it.each([
  [BGP_CLUSTER, "node1", "https://127.0.0.1:6443", "10.244.0.0/16"],
  [DUAL_STACK_CLUSTER, "worker1", "https://10.0.0.100:6443", "10.244.0.0/16,fd00:10:244::/48"],
])(
  "the components share what assumes no single master %#",
  (cluster, name, apiserverAddress, clusterCidr) => {
    expect(shared(cluster, nodeOf(cluster, name))).toEqual({
      services: {
        kubernetes: {
          addonManager: { enable: false },
          addons: { dns: { enable: false } },
          apiserverAddress,
          caFile: "/var/lib/quorate/secrets/kubernetes-ca.crt",
          clusterCidr,
          easyCerts: false,
        },
      },
    });
  },
);

it("a node that is etcd alone has nothing of Kubernetes", () => {
  expect(shared(DUAL_STACK_CLUSTER, nodeOf(DUAL_STACK_CLUSTER, "etcd1"))).toEqual({});
});
