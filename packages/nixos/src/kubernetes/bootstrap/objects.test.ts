import type { Cluster } from "@quorate/cluster";
import { describe, expect, it } from "vitest";
import type { KubernetesObject } from "../../object/kubernetes-object.ts";
import { BGP_CLUSTER, DUAL_STACK_CLUSTER, nodeOf, withCni } from "../../testing/clusters.ts";
import { vipOf } from "../../vip/modes.ts";
import { cniOf } from "../cni/kinds.ts";
import { bootstrapObjects } from "./objects.ts";
import { bootstrap, workerLabels } from "./options.ts";

const objectsOf = (cluster: Cluster) => bootstrapObjects(cluster, vipOf(cluster), cniOf(cluster));
const title = ({ kind, metadata }: KubernetesObject) => `${kind} ${metadata.name}`;

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
    const cluster = withCni(BGP_CLUSTER, { kind: "none" });
    expect(
      objectsOf(cluster)
        .map(title)
        .filter((each) => each.includes("flannel")),
    ).toEqual([]);
  });

  it("serve DNS at the address that the kubelets hand out", () => {
    const service = objectsOf(DUAL_STACK_CLUSTER).find(({ kind }) => kind === "Service");
    expect(service?.["spec"]).toMatchObject({
      clusterIP: DUAL_STACK_CLUSTER.network.dnsAddress,
      ipFamilyPolicy: "PreferDualStack",
    });
  });

  it("serve the cluster's own domain", () => {
    const cluster = { ...BGP_CLUSTER, network: { ...BGP_CLUSTER.network, domain: "k8s.home" } };
    const config = objectsOf(cluster).find(({ kind }) => kind === "ConfigMap");
    expect(JSON.stringify(config)).toContain("kubernetes k8s.home in-addr.arpa ip6.arpa");
  });
});

describe("bootstrap", () => {
  it("labels its own node, and the workers that need an administrator for it", () => {
    const share = { objects: [], workerLabels: workerLabels(DUAL_STACK_CLUSTER) };
    expect(bootstrap(nodeOf(DUAL_STACK_CLUSTER, "master1"), share).quorate).toEqual({
      bootstrap: {
        enable: true,
        kubeconfig: "/etc/quorate/kubeconfig/bootstrap",
        nodeLabels: {
          master1: { "node-role.kubernetes.io/control-plane": "" },
          worker1: { "node-role.kubernetes.io/worker": "" },
        },
        objects: [],
      },
    });
  });
});
