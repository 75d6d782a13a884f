import { describe, expect, it } from "vitest";
import { BGP_CLUSTER, DUAL_STACK_CLUSTER, IPV6_CLUSTER, nodeOf } from "../testing/clusters.ts";
import { podNetwork } from "./pod-network.ts";

describe("podNetwork", () => {
  it("is flannel over the node's own interface and address", () => {
    expect(podNetwork(BGP_CLUSTER, nodeOf(BGP_CLUSTER, "node1")).services?.flannel).toEqual({
      backend: { Type: "vxlan" },
      extraNetworkConfig: {},
      iface: "eno1",
      kubeconfig: "/etc/quorate/kubeconfig/flannel",
      network: "10.244.0.0/16",
      publicIp: "10.0.0.11",
    });
  });

  it("has both families where the cluster has", () => {
    const options = podNetwork(DUAL_STACK_CLUSTER, nodeOf(DUAL_STACK_CLUSTER, "worker1"));
    expect(options.services?.flannel).toMatchObject({
      extraNetworkConfig: { EnableIPv6: true, IPv6Network: "fd00:10:244::/48" },
      network: "10.244.0.0/16",
      publicIp: "10.0.0.41",
    });
    expect(options.systemd?.services?.["flannel"]?.environment).toEqual({
      FLANNELD_IP_MASQ: "true",
      FLANNELD_PUBLIC_IPV6: "fd00::41",
    });
  });

  it("has IPv6 alone where the cluster has", () => {
    const options = podNetwork(IPV6_CLUSTER, nodeOf(IPV6_CLUSTER, "solo"));
    expect(options.services?.flannel?.extraNetworkConfig).toEqual({
      EnableIPv4: false,
      EnableIPv6: true,
      IPv6Network: "fd00:10:244::/48",
    });
    expect(options.services?.flannel).not.toHaveProperty("publicIp");
  });

  it("leaves writable folders to a CNI that is installed later", () => {
    const cluster = { ...BGP_CLUSTER, network: { ...BGP_CLUSTER.network, cni: { kind: "none" } as const } };
    expect(podNetwork(cluster, nodeOf(cluster, "node1"))).toMatchObject({
      virtualisation: {
        containerd: {
          settings: { plugins: { "io.containerd.grpc.v1.cri": { cni: { bin_dir: "/var/lib/cni/bin" } } } },
        },
      },
    });
  });

  it("is nothing on a node without pods", () => {
    expect(podNetwork(DUAL_STACK_CLUSTER, nodeOf(DUAL_STACK_CLUSTER, "etcd1"))).toEqual({});
  });
});
