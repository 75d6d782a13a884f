import type { Cluster } from "@quorate/cluster";
import { describe, expect, it } from "vitest";
import { BGP_CLUSTER, DUAL_STACK_CLUSTER, IPV6_CLUSTER, nodeOf } from "../testing/clusters.ts";
import { kubelet } from "./kubelet.ts";

const kubeletOf = (cluster: Cluster, name: string) =>
  kubelet(cluster, nodeOf(cluster, name)).services?.kubernetes?.kubelet;

describe("kubelet", () => {
  it("is what machines.ts says of a worker", () => {
    expect(kubelet(DUAL_STACK_CLUSTER, nodeOf(DUAL_STACK_CLUSTER, "worker1"))).toEqual({
      boot: { kernel: { sysctl: { "net.ipv6.conf.all.forwarding": 1 } } },
      services: {
        kubernetes: {
          kubelet: {
            enable: true,
            address: "::",
            clientCaFile: "/var/lib/quorate/secrets/kubernetes-ca.crt",
            clusterDns: ["10.96.0.10"],
            clusterDomain: "cluster.local",
            extraConfig: {
              resolvConf: "/run/systemd/resolve/resolv.conf",
              rotateCertificates: false,
              serverTLSBootstrap: false,
              shutdownGracePeriod: "60s",
              shutdownGracePeriodCriticalPods: "20s",
            },
            // No label that only an administrator may set.
            extraOpts: "--node-labels=rack=1",
            hostname: "worker1",
            kubeconfig: {
              server: "https://10.0.0.100:6443",
              caFile: "/var/lib/quorate/secrets/kubernetes-ca.crt",
              certFile: "/var/lib/quorate/secrets/kubelet-client.crt",
              keyFile: "/var/lib/quorate/secrets/kubelet-client.key",
            },
            nodeIp: "10.0.0.41,fd00::41",
            taints: {
              "example.com/gpu:NoSchedule": { key: "example.com/gpu", value: "", effect: "NoSchedule" },
            },
            tlsCertFile: "/var/lib/quorate/secrets/kubelet-server.crt",
            tlsKeyFile: "/var/lib/quorate/secrets/kubelet-server.key",
            unschedulable: false,
          },
        },
      },
    });
  });

  it.each([
    [BGP_CLUSTER, "node1", "10.0.0.11", "0.0.0.0"],
    [IPV6_CLUSTER, "solo", "fd00::11", "::"],
  ])("has the node's own addresses %#", (cluster, name, nodeIp, address) => {
    expect(kubeletOf(cluster, name)).toMatchObject({ nodeIp, address, hostname: name });
  });

  it("forwards IPv6 only where the node has it", () => {
    const { boot } = kubelet(BGP_CLUSTER, nodeOf(BGP_CLUSTER, "node1"));
    expect(boot?.kernel?.sysctl).toEqual({});
  });

  it("asks the apiserver beside it", () => {
    expect(kubeletOf(BGP_CLUSTER, "node1")?.kubeconfig?.server).toBe("https://127.0.0.1:6443");
  });

  it("sets labels, where there are any", () => {
    const node = { ...nodeOf(BGP_CLUSTER, "node1"), labels: { rack: "1", zone: "b" } };
    const options = kubelet(BGP_CLUSTER, node).services?.kubernetes?.kubelet;
    expect(options?.extraOpts).toBe("--node-labels=rack=1,zone=b");
    expect(kubeletOf(BGP_CLUSTER, "node1")).not.toHaveProperty("extraOpts");
  });

  it("keeps ordinary pods off a master that has workers beside it", () => {
    expect(Object.keys(kubeletOf(DUAL_STACK_CLUSTER, "master1")?.taints ?? {})).toEqual([
      "node-role.kubernetes.io/control-plane:NoSchedule",
    ]);
    expect(kubeletOf(BGP_CLUSTER, "node1")?.taints).toEqual({});
  });

  it("is nothing on a node that is etcd alone", () => {
    expect(kubelet(DUAL_STACK_CLUSTER, nodeOf(DUAL_STACK_CLUSTER, "etcd1"))).toEqual({});
  });
});
