import type { Cluster } from "@quorate/cluster";
import { describe, expect, it } from "vitest";
import { BGP_CLUSTER, DUAL_STACK_CLUSTER, IPV6_CLUSTER, nodeOf } from "../testing/clusters.ts";
import { apiserver } from "./apiserver.ts";
import { controllerManager } from "./controller-manager.ts";
import { scheduler } from "./scheduler.ts";

const apiserverOf = (cluster: Cluster, name: string) =>
  apiserver(cluster, nodeOf(cluster, name)).services?.kubernetes?.apiserver;
const managerOpts = (cluster: Cluster, name: string) =>
  controllerManager(cluster, nodeOf(cluster, name)).services?.kubernetes?.controllerManager?.extraOpts;

describe("apiserver", () => {
  it("asks its own etcd member first", () => {
    expect(apiserverOf(BGP_CLUSTER, "node2")?.etcd?.servers).toEqual([
      "https://10.0.0.12:2379",
      "https://10.0.0.11:2379",
      "https://10.0.0.13:2379",
    ]);
  });

  it("asks all members where it has none of its own", () => {
    expect(apiserverOf(DUAL_STACK_CLUSTER, "master1")?.etcd?.servers).toEqual(["https://10.0.0.21:2379"]);
  });

  it.each([
    [BGP_CLUSTER, "node1", "10.0.0.11", "0.0.0.0", "10.96.0.0/16"],
    [DUAL_STACK_CLUSTER, "master1", "10.0.0.31", "::", "10.96.0.0/16,fd00:10:96::/112"],
    [IPV6_CLUSTER, "solo", "fd00::11", "::", "fd00:10:96::/112"],
  ])(
    "advertises the node's address %#",
    (cluster, name, advertiseAddress, bindAddress, serviceClusterIpRange) => {
      expect(apiserverOf(cluster, name)).toMatchObject({
        advertiseAddress,
        bindAddress,
        serviceClusterIpRange,
      });
    },
  );

  it("encrypts Secrets where the cluster says so", () => {
    const flag = "--encryption-provider-config=/var/lib/quorate/secrets/encryption-config.json";
    expect(apiserverOf(BGP_CLUSTER, "node1")?.extraOpts).toContain(flag);
    expect(apiserverOf({ ...BGP_CLUSTER, encryptSecrets: false }, "node1")?.extraOpts).not.toContain(flag);
  });
});

describe("controllerManager", () => {
  it.each([
    [BGP_CLUSTER, "node1", "--node-cidr-mask-size=24 --service-cluster-ip-range=10.96.0.0/16"],
    [
      DUAL_STACK_CLUSTER,
      "master1",
      "--node-cidr-mask-size-ipv4=24 --node-cidr-mask-size-ipv6=64 --service-cluster-ip-range=10.96.0.0/16,fd00:10:96::/112",
    ],
    [IPV6_CLUSTER, "solo", "--node-cidr-mask-size=64 --service-cluster-ip-range=fd00:10:96::/112"],
  ])("divides the pod networks %#", (cluster, name, expected) => {
    expect(managerOpts(cluster, name)).toBe(expected);
  });

  it("signs no certificates", () => {
    expect(managerOpts(BGP_CLUSTER, "node1")).not.toContain("cluster-signing");
  });
});

describe("the control plane", () => {
  it("talks to the apiserver of its own host", () => {
    const cluster = { ...BGP_CLUSTER, api: { ...BGP_CLUSTER.api, port: 8443 } };
    const node = nodeOf(cluster, "node1");
    const kubernetes = [scheduler(cluster, node), controllerManager(cluster, node)].map(
      ({ services }) => services?.kubernetes,
    );
    const servers = kubernetes.map(
      (each) => (each?.scheduler ?? each?.controllerManager)?.kubeconfig?.server,
    );
    expect(servers).toEqual(["https://127.0.0.1:8443", "https://127.0.0.1:8443"]);
  });

  it.each(["etcd1", "worker1"])("is nothing on %s", (name) => {
    const node = nodeOf(DUAL_STACK_CLUSTER, name);
    for (const emit of [apiserver, controllerManager, scheduler]) {
      expect(emit(DUAL_STACK_CLUSTER, node)).toEqual({});
    }
  });
});
