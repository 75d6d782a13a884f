import type { Cluster } from "@quorate/cluster";
import { describe, expect, it } from "vitest";
import { BGP_CLUSTER, DUAL_STACK_CLUSTER, IPV6_CLUSTER, nodeOf } from "../testing/clusters.ts";
import { kubeVipManifest } from "./kube-vip.ts";

const manifest = (cluster: Cluster, name: string) =>
  JSON.parse(kubeVipManifest(cluster, nodeOf(cluster, name)));
const variables = (cluster: Cluster, name: string): string[] =>
  manifest(cluster, name).spec.containers[0].env.map(
    (each: { name: string; value?: string; valueFrom?: { fieldRef: { fieldPath: string } } }) =>
      `${each.name}=${each.value ?? each.valueFrom?.fieldRef.fieldPath}`,
  );

describe("kube-vip", () => {
  it("announces the VIP by BGP, as long as the apiserver is alive", () => {
    expect(variables(BGP_CLUSTER, "node1")).toEqual([
      "vip_arp=false",
      "port=6443",
      "vip_nodename=spec.nodeName",
      "vip_interface=lo",
      "vip_subnet=32",
      "dns_mode=first",
      "cp_enable=true",
      "cp_namespace=kube-system",
      "bgp_enable=true",
      "bgp_routerid=10.0.0.11",
      "bgp_as=64513",
      "bgp_peeraddress=",
      "bgp_peerpass=",
      "bgp_peeras=64512",
      "bgp_peers=10.0.0.1:64512::false",
      "bgp_hold_time=30",
      "bgp_keepalive_interval=10",
      "control_plane_health_check_address=https://127.0.0.1:6443/livez",
      "control_plane_health_check_period_seconds=5",
      "control_plane_health_check_timeout_seconds=3",
      "control_plane_health_check_failure_threshold=3",
      "control_plane_health_check_ca_path=/var/lib/quorate/secrets/kubernetes-ca.crt",
      "address=10.0.0.100",
      "prometheus_server=:2112",
      "kubernetes_addr=https://127.0.0.1:6443",
      "k8s_config_file=/etc/kubernetes/admin.conf",
    ]);
  });

  it("holds the VIP by ARP, one leader at a time", () => {
    expect(variables(DUAL_STACK_CLUSTER, "master1")).toEqual([
      "vip_arp=true",
      "port=6443",
      "vip_nodename=spec.nodeName",
      "vip_interface=eno1",
      "vip_subnet=32",
      "dns_mode=first",
      "cp_enable=true",
      "cp_namespace=kube-system",
      "vip_leaderelection=true",
      "vip_leasename=plndr-cp-lock",
      "vip_leaseduration=15",
      "vip_renewdeadline=10",
      "vip_retryperiod=2",
      "address=10.0.0.100",
      "prometheus_server=:2112",
      "kubernetes_addr=https://127.0.0.1:6443",
      "k8s_config_file=/etc/kubernetes/admin.conf",
    ]);
  });

  it("takes IPv6", () => {
    const loadBalancer = BGP_CLUSTER.loadBalancer;
    if (loadBalancer.kind !== "bgp") throw new Error("unexpected");
    const peers = loadBalancer.peers.map((peer) => ({ ...peer, address: "fd00::1" as typeof peer.address }));
    const cluster: Cluster = { ...IPV6_CLUSTER, loadBalancer: { ...loadBalancer, peers, multihop: true } };
    const found = variables(cluster, "solo");
    expect(found).toContain("vip_subnet=128");
    expect(found).toContain("bgp_peers=[fd00::1]:64512::true");
    expect(found).toContain("bgp_routerid=0.0.0.17");
    expect(found).toContain("address=fd00::100");
  });

  it("mounts files that are there, read-only, and no other key", () => {
    const { spec } = manifest(BGP_CLUSTER, "node1");
    const volumes = spec.volumes as { hostPath: { path: string; type: string } }[];
    expect(volumes.map(({ hostPath }) => hostPath.path)).toEqual([
      "/etc/quorate/kubeconfig/kube-vip",
      "/var/lib/quorate/secrets/kubernetes-ca.crt",
      "/var/lib/quorate/secrets/kube-vip.crt",
      "/var/lib/quorate/secrets/kube-vip.key",
    ]);
    expect(volumes.every(({ hostPath }) => hostPath.type === "File")).toBe(true);
    const mounts = spec.containers[0].volumeMounts as { readOnly: boolean }[];
    expect(mounts.every(({ readOnly }) => readOnly)).toBe(true);
  });

  it("may do to the network what it must, and nothing else", () => {
    const { spec } = manifest(BGP_CLUSTER, "node1");
    expect(spec).toMatchObject({ hostNetwork: true, priorityClassName: "system-node-critical" });
    expect(spec.containers[0].securityContext.capabilities).toEqual({
      add: ["NET_ADMIN", "NET_RAW"],
      drop: ["ALL"],
    });
    expect(spec.containers[0].image).toMatch(/:v\d+\.\d+\.\d+$/);
  });
});
