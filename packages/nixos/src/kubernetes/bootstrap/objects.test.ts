import type { Cluster } from "@quorate/cluster";
import { describe, expect, it } from "vitest";
import type { KubernetesObject } from "../../object/kubernetes-object.ts";
import { BGP_CLUSTER, DUAL_STACK_CLUSTER, IPV6_CLUSTER, nodeOf, withCni } from "../../testing/clusters.ts";
import { vipOf } from "../../vip/modes.ts";
import { cniOf } from "../cni/kinds.ts";
import { bootstrapObjects } from "./objects.ts";
import { bootstrap, workerLabels } from "./options.ts";

const objectsOf = (cluster: Cluster) => bootstrapObjects(cluster, vipOf(cluster), cniOf(cluster));
const title = ({ kind, metadata }: KubernetesObject) => `${kind} ${metadata.name}`;
const rbac = "rbac.authorization.k8s.io";

describe("bootstrapObjects", () => {
  it("are what nobody else applies", () => {
    expect(objectsOf(BGP_CLUSTER).map(title)).toEqual([
      "ClusterRoleBinding quorate:admins",
      "ClusterRoleBinding quorate:kubelet-api-admin",
      "Role quorate:kube-vip",
      "RoleBinding quorate:kube-vip",
      "ClusterRole quorate:flannel",
      "ClusterRoleBinding quorate:flannel",
      "ServiceAccount coredns",
      "ClusterRole system:coredns",
      "ClusterRoleBinding system:coredns",
      "ConfigMap coredns",
      "Deployment coredns",
      "PodDisruptionBudget coredns",
      "Service kube-dns",
    ]);
  });

  it("have nothing of flannel without flannel", () => {
    const titles = objectsOf(withCni(BGP_CLUSTER, { kind: "none" })).map(title);
    expect(titles.filter((each) => each.includes("flannel"))).toEqual([]);
    expect(titles).toHaveLength(11);
  });

  it("give the operator the cluster, the apiserver the kubelets, and kube-vip its lease", () => {
    expect(objectsOf(BGP_CLUSTER).slice(0, 4)).toEqual([
      {
        apiVersion: `${rbac}/v1`,
        kind: "ClusterRoleBinding",
        metadata: { name: "quorate:admins" },
        roleRef: { apiGroup: rbac, kind: "ClusterRole", name: "cluster-admin" },
        subjects: [{ apiGroup: rbac, kind: "Group", name: "quorate:admins" }],
      },
      {
        apiVersion: `${rbac}/v1`,
        kind: "ClusterRoleBinding",
        metadata: { name: "quorate:kubelet-api-admin" },
        roleRef: { apiGroup: rbac, kind: "ClusterRole", name: "system:kubelet-api-admin" },
        subjects: [{ apiGroup: rbac, kind: "User", name: "kube-apiserver-kubelet-client" }],
      },
      {
        apiVersion: `${rbac}/v1`,
        kind: "Role",
        metadata: { name: "quorate:kube-vip", namespace: "kube-system" },
        rules: vipOf(BGP_CLUSTER).permissions,
      },
      {
        apiVersion: `${rbac}/v1`,
        kind: "RoleBinding",
        metadata: { name: "quorate:kube-vip", namespace: "kube-system" },
        roleRef: { apiGroup: rbac, kind: "Role", name: "quorate:kube-vip" },
        subjects: [{ apiGroup: rbac, kind: "User", name: "kube-vip" }],
      },
    ]);
  });
});

describe("workerLabels", () => {
  it("are those of workers that need an administrator for it", () => {
    expect(workerLabels(DUAL_STACK_CLUSTER)).toEqual({
      worker1: { "node-role.kubernetes.io/worker": "" },
    });
    expect(workerLabels(IPV6_CLUSTER)).toEqual({});
  });

  it("are none where a worker may set its own, or where no kubelet is", () => {
    const nodes = DUAL_STACK_CLUSTER.nodes.map((node) => ({
      ...node,
      labels: node.roles.kubelet ? { rack: "1" } : { "node-role.kubernetes.io/etcd": "" },
    }));
    expect(workerLabels({ ...DUAL_STACK_CLUSTER, nodes })).toEqual({});
  });
});

describe("bootstrap", () => {
  const share = { objects: [], workerLabels: workerLabels(DUAL_STACK_CLUSTER) };

  it("labels its own node, and the workers that need an administrator for it", () => {
    expect(bootstrap(nodeOf(DUAL_STACK_CLUSTER, "master1"), share)).toEqual({
      quorate: {
        bootstrap: {
          enable: true,
          kubeconfig: "/etc/quorate/kubeconfig/bootstrap",
          nodeLabels: {
            master1: { "node-role.kubernetes.io/control-plane": "" },
            worker1: { "node-role.kubernetes.io/worker": "" },
          },
          objects: [],
        },
      },
    });
  });

  it.each(["etcd1", "worker1"])("is nothing on %s", (name) => {
    expect(bootstrap(nodeOf(DUAL_STACK_CLUSTER, name), share)).toEqual({});
  });
});
