import type { Cluster } from "@quorate/cluster";
import { describe, expect, it } from "vitest";
import { BGP_CLUSTER, DUAL_STACK_CLUSTER, IPV6_CLUSTER, nodeOf } from "../testing/clusters.ts";
import { kubeVipPod } from "./kube-vip-pod.ts";
import { vipOf } from "./modes.ts";

const access = {
  kubeconfig: "/etc/kube-vip.conf",
  server: "https://127.0.0.1:6443",
  caFile: "/secrets/ca.crt",
  certFile: "/secrets/kube-vip.crt",
  keyFile: "/secrets/kube-vip.key",
};
const manifest = (cluster: Cluster, name: string) => {
  const { carried } = vipOf(cluster);
  if (carried === undefined) throw new Error("the sample has a VIP");
  return JSON.parse(JSON.stringify(kubeVipPod(cluster, nodeOf(cluster, name), carried, access)));
};
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
      "control_plane_health_check_ca_path=/secrets/ca.crt",
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
    const peers = loadBalancer.peers.map((peer) => ({
      ...peer,
      address: "fd00::1" as typeof peer.address,
      family: 6 as const,
    }));
    const cluster: Cluster = { ...IPV6_CLUSTER, loadBalancer: { ...loadBalancer, peers, multihop: true } };
    const found = variables(cluster, "solo");
    expect(found).toContain("vip_subnet=128");
    expect(found).toContain("bgp_peers=[fd00::1]:64512::true");
    expect(found).toContain("bgp_routerid=0.0.0.17");
    expect(found).toContain("address=fd00::100");
  });

  it.each([
    [["10.0.0.1", "10.0.0.2"], "64512", "10.0.0.1:64512::false,10.0.0.2:64512::false"],
    [[], "", ""],
  ])("announces to %o", (addresses, asn, text) => {
    const { loadBalancer } = BGP_CLUSTER;
    if (loadBalancer.kind !== "bgp") throw new Error("unexpected");
    const [peer] = loadBalancer.peers;
    if (peer === undefined) throw new Error("the sample has a peer");
    const peers = addresses.map((address) => ({ ...peer, address: address as typeof peer.address }));
    const found = variables({ ...BGP_CLUSTER, loadBalancer: { ...loadBalancer, peers } }, "node1");
    expect(found).toContain(`bgp_peeras=${asn}`);
    expect(found).toContain(`bgp_peers=${text}`);
  });

  it("may do to the network what it must, and sees its own files alone, read-only", () => {
    const { spec, ...pod } = manifest(BGP_CLUSTER, "node1");
    expect(pod).toEqual({
      apiVersion: "v1",
      kind: "Pod",
      metadata: { name: "kube-vip", namespace: "kube-system" },
    });
    const {
      containers: [{ env, image, ...container }],
      ...others
    } = spec;
    expect(env).toHaveLength(26);
    expect(image).toMatch(/^ghcr\.io\/kube-vip\/kube-vip:v\d+\.\d+\.\d+$/);
    expect(container).toEqual({
      name: "kube-vip",
      imagePullPolicy: "IfNotPresent",
      args: ["manager"],
      resources: {},
      securityContext: { capabilities: { add: ["NET_ADMIN", "NET_RAW"], drop: ["ALL"] } },
      volumeMounts: [
        { name: "kubeconfig", mountPath: "/etc/kubernetes/admin.conf", readOnly: true },
        { name: "ca", mountPath: "/secrets/ca.crt", readOnly: true },
        { name: "certificate", mountPath: "/secrets/kube-vip.crt", readOnly: true },
        { name: "key", mountPath: "/secrets/kube-vip.key", readOnly: true },
      ],
    });
    expect(others).toEqual({
      hostAliases: [{ ip: "127.0.0.1", hostnames: ["kubernetes"] }],
      hostNetwork: true,
      priorityClassName: "system-node-critical",
      volumes: [
        { name: "kubeconfig", hostPath: { path: "/etc/kube-vip.conf", type: "File" } },
        { name: "ca", hostPath: { path: "/secrets/ca.crt", type: "File" } },
        { name: "certificate", hostPath: { path: "/secrets/kube-vip.crt", type: "File" } },
        { name: "key", hostPath: { path: "/secrets/kube-vip.key", type: "File" } },
      ],
    });
  });
});
