import type { Cidr } from "@quorate/cluster";
import { describe, expect, it } from "vitest";
import { BGP_CLUSTER, DUAL_STACK_CLUSTER, IPV6_CLUSTER, nodeOf } from "../testing/clusters.ts";
import { controllerManager, nodePodPrefixLength } from "./controller-manager.ts";

describe("controllerManager", () => {
  it("talks to the apiserver of its own host, and signs no certificates", () => {
    const cluster = { ...BGP_CLUSTER, api: { ...BGP_CLUSTER.api, port: 8443 } };
    expect(controllerManager(cluster, nodeOf(cluster, "node1"))).toEqual({
      services: {
        kubernetes: {
          controllerManager: {
            enable: true,
            extraOpts: "--node-cidr-mask-size=24 --service-cluster-ip-range=10.96.0.0/16",
            kubeconfig: {
              server: "https://127.0.0.1:8443",
              caFile: "/var/lib/quorate/secrets/kubernetes-ca.crt",
              certFile: "/var/lib/quorate/secrets/controller-manager.crt",
              keyFile: "/var/lib/quorate/secrets/controller-manager.key",
            },
            rootCaFile: "/var/lib/quorate/secrets/kubernetes-ca.crt",
            securePort: 10257,
            serviceAccountKeyFile: "/var/lib/quorate/secrets/service-account.key",
          },
        },
      },
    });
  });

  it.each([
    [
      DUAL_STACK_CLUSTER,
      "master1",
      "--node-cidr-mask-size-ipv4=24 --node-cidr-mask-size-ipv6=64 --service-cluster-ip-range=10.96.0.0/16,fd00:10:96::/112",
    ],
    [IPV6_CLUSTER, "solo", "--node-cidr-mask-size=64 --service-cluster-ip-range=fd00:10:96::/112"],
  ])("divides the pod networks %#", (cluster, name, expected) => {
    const options = controllerManager(cluster, nodeOf(cluster, name)).services?.kubernetes;
    expect(options?.controllerManager?.extraOpts).toBe(expected);
  });

  it.each(["etcd1", "worker1"])("is nothing on %s", (name) => {
    expect(controllerManager(DUAL_STACK_CLUSTER, nodeOf(DUAL_STACK_CLUSTER, name))).toEqual({});
  });
});

describe("nodePodPrefixLength", () => {
  it.each([
    ["10.0.0.0/8", 4, 24],
    ["10.244.0.0/16", 4, 24],
    ["10.244.0.0/24", 4, 24],
    ["10.244.0.0/26", 4, 26],
    ["fd00::/48", 6, 64],
    // kube-controller-manager refuses a range of more than 2^16 parts.
    ["fd00::/40", 6, 56],
    ["fd00:10:244::/56", 6, 64],
    ["fd00:10:244::/57", 6, 65],
    ["fd00::/64", 6, 72],
    ["fd00::/112", 6, 120],
    ["fd00::/124", 6, 128],
  ] as const)("a node's part of %s, IPv%i, has /%i", (cidr, family, bits) => {
    expect(
      nodePodPrefixLength({ cidr: cidr as Cidr, family, prefixLength: Number(cidr.split("/")[1]) }),
    ).toBe(bits);
  });
});
