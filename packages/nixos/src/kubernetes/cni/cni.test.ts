import type { Cluster, ResolvedCni } from "@quorate/cluster";
import { describe, expect, it } from "vitest";
import { BGP_CLUSTER, DUAL_STACK_CLUSTER, IPV6_CLUSTER, nodeOf, withCni } from "../../testing/clusters.ts";
import { cniOf } from "./kinds.ts";

const optionsOf = (cluster: Cluster, name: string) => cniOf(cluster).optionsOf(nodeOf(cluster, name));

describe("flannel", () => {
  it("goes over the node's own interface and address", () => {
    expect(optionsOf(BGP_CLUSTER, "node1")).toEqual({
      quorate: { cni: expect.anything() },
      services: {
        flannel: {
          backend: { Type: "vxlan" },
          extraNetworkConfig: {},
          iface: "eno1",
          kubeconfig: "/etc/quorate/kubeconfig/flannel",
          network: "10.244.0.0/16",
          publicIp: "10.0.0.11",
        },
        kubernetes: { flannel: { enable: true, openFirewallPorts: false } },
      },
      systemd: { services: { flannel: { environment: { FLANNELD_IP_MASQ: "true" } } } },
    });
  });

  it.each([
    [
      DUAL_STACK_CLUSTER,
      "worker1",
      { EnableIPv6: true, IPv6Network: "fd00:10:244::/48" },
      "10.244.0.0/16",
      "10.0.0.41",
      "fd00::41",
    ],
    [
      IPV6_CLUSTER,
      "solo",
      { EnableIPv4: false, EnableIPv6: true, IPv6Network: "fd00:10:244::/48" },
      "0.0.0.0/0",
      undefined,
      "fd00::11",
    ],
  ])("has the cluster's families %#", (cluster, name, extraNetworkConfig, network, ipv4, ipv6) => {
    const { services, systemd } = optionsOf(cluster, name);
    expect(services?.flannel).toMatchObject({ extraNetworkConfig, network });
    expect(services?.flannel?.publicIp).toBe(ipv4);
    expect(services?.flannel !== undefined && "publicIp" in services.flannel).toBe(ipv4 !== undefined);
    expect(systemd?.services?.["flannel"]?.environment).toEqual({
      FLANNELD_IP_MASQ: "true",
      FLANNELD_PUBLIC_IPV6: ipv6,
    });
  });

  it("is followed by portmap, which is told the pod's host ports", () => {
    expect(optionsOf(BGP_CLUSTER, "node1").quorate?.cni?.configuration).toEqual({
      cniVersion: "0.3.1",
      name: "mynet",
      plugins: [
        { type: "flannel", delegate: { bridge: "mynet", hairpinMode: true, isDefaultGateway: true } },
        { type: "portmap", capabilities: { portMappings: true } },
      ],
    });
  });

  it("has a certificate of its own, and what it may do with it", () => {
    const { kubeconfigsFor, objects } = cniOf(BGP_CLUSTER);
    expect(kubeconfigsFor("https://10.0.0.100:6443")).toEqual({
      flannel: {
        server: "https://10.0.0.100:6443",
        caFile: "/var/lib/quorate/secrets/kubernetes-ca.crt",
        certFile: "/var/lib/quorate/secrets/flannel-client.crt",
        keyFile: "/var/lib/quorate/secrets/flannel-client.key",
      },
    });
    expect(objects).toEqual([
      {
        apiVersion: "rbac.authorization.k8s.io/v1",
        kind: "ClusterRole",
        metadata: { name: "quorate:flannel" },
        rules: [
          { apiGroups: [""], resources: ["pods"], verbs: ["get"] },
          { apiGroups: [""], resources: ["nodes"], verbs: ["get", "list", "watch"] },
          { apiGroups: [""], resources: ["nodes/status"], verbs: ["patch"] },
        ],
      },
      {
        apiVersion: "rbac.authorization.k8s.io/v1",
        kind: "ClusterRoleBinding",
        metadata: { name: "quorate:flannel" },
        roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: "quorate:flannel" },
        subjects: [{ apiGroup: "rbac.authorization.k8s.io", kind: "User", name: "flannel-client" }],
      },
    ]);
  });
});

it("leaves writable folders to a CNI that is installed later, and permissions to whoever installs it", () => {
  const cluster = withCni(BGP_CLUSTER, { kind: "none" });
  expect(optionsOf(cluster, "node1")).toEqual({
    virtualisation: {
      containerd: {
        settings: {
          plugins: {
            "io.containerd.grpc.v1.cri": {
              cni: { bin_dir: "/var/lib/cni/bin", conf_dir: "/var/lib/cni/net.d" },
            },
          },
        },
      },
    },
  });
  const { kubeconfigsFor, objects } = cniOf(cluster);
  expect([kubeconfigsFor("https://10.0.0.100:6443"), objects]).toEqual([{}, []]);
});

it.each<[ResolvedCni, readonly string[], readonly number[]]>([
  [{ kind: "flannel", backend: "vxlan" }, ["flannel-v6.1", "flannel.1", "mynet"], [8472]],
  [{ kind: "flannel", backend: "host-gw" }, ["mynet"], []],
  [{ kind: "none" }, [], []],
])("%o tells the firewall its interfaces and ports", (cni, interfaces, udpPorts) => {
  expect(cniOf(withCni(BGP_CLUSTER, cni))).toMatchObject({ interfaces, udpPorts });
});
