import { describe, expect, it } from "vitest";
import { BGP_CLUSTER, DUAL_STACK_CLUSTER, nodeOf, withCni } from "../testing/clusters.ts";
import { vipOf } from "../vip/modes.ts";
import { kubernetes } from "./components.ts";

const components = kubernetes(DUAL_STACK_CLUSTER, vipOf(DUAL_STACK_CLUSTER));

/** What of `services` and `quorate` the components set on a node, by its dotted path, two names deep. */
function named(name: string, cluster = DUAL_STACK_CLUSTER): readonly string[] {
  const parts = kubernetes(cluster, vipOf(cluster)).optionsOf(nodeOf(cluster, name));
  const paths = parts.flatMap(({ services = {}, quorate = {}, virtualisation = {} }) => [
    ...Object.keys(services).filter((each) => each !== "kubernetes"),
    ...Object.keys(services.kubernetes ?? {}).filter((each) => each !== "easyCerts"),
    ...Object.keys(quorate).map((each) => `quorate.${each}`),
    ...Object.keys(virtualisation),
  ]);
  return [...new Set(paths)].sort();
}

describe("Kubernetes' components", () => {
  const shared = ["addonManager", "addons", "apiserverAddress", "caFile", "clusterCidr"];
  const worker = [...shared, "flannel", "kubelet", "proxy", "quorate.cni", "quorate.kubeconfigs"];
  const master = [
    ...worker,
    "apiserver",
    "controllerManager",
    "quorate.apiserver",
    "quorate.bootstrap",
    "scheduler",
  ];

  it.each([
    ["etcd1", ["etcd", "quorate.kubeconfigs"]],
    ["master1", master.toSorted()],
    ["worker1", worker.toSorted()],
  ])("are on %s those that its roles say", (name, expected) => {
    expect(named(name)).toEqual(expected);
  });

  it("are without flannel where the pod network is another's", () => {
    const without = [...master, "etcd", "containerd"]
      .filter((each) => !["flannel", "quorate.cni"].includes(each))
      .sort();
    expect(named("node1", withCni(BGP_CLUSTER, { kind: "none" }))).toEqual(without);
  });

  it("let in what its ports are for", () => {
    expect(components.openingsOf(nodeOf(DUAL_STACK_CLUSTER, "etcd1")).tcp).toEqual([2379, 2380]);
  });

  it("give kube-vip the apiserver beside it, where there is one", () => {
    expect(components.kubeVipAccess(nodeOf(DUAL_STACK_CLUSTER, "master1"))).toEqual({
      kubeconfig: "/etc/quorate/kubeconfig/kube-vip",
      server: "https://127.0.0.1:6443",
      caFile: "/var/lib/quorate/secrets/kubernetes-ca.crt",
      certFile: "/var/lib/quorate/secrets/kube-vip.crt",
      keyFile: "/var/lib/quorate/secrets/kube-vip.key",
    });
    expect(components.kubeVipAccess(nodeOf(DUAL_STACK_CLUSTER, "worker1"))).toBeUndefined();
    expect(components.kubeVipAccess(nodeOf(DUAL_STACK_CLUSTER, "etcd1"))).toBeUndefined();
  });
});
