import {
  type CertificateName,
  type Cluster,
  FLANNEL_USER,
  type KeptAuthorityName,
  KUBE_VIP_USER,
  KUBELET_API_USER,
  type Node,
} from "@quorate/cluster";
import { namesOfApiserver, namesOfEtcd, namesOfNode } from "./alternative-names.ts";
import type { DistributionPlan } from "./distribution-plan.ts";
import type { LeafProfile } from "./leaf.ts";
import { operatorAccess } from "./operator-access.ts";
import { client, profile } from "./profile.ts";

const COMMON_NAMES: { readonly [name in KeptAuthorityName]: string } = {
  "kubernetes-ca": "kubernetes",
  "etcd-ca": "etcd-ca",
  "front-proxy-ca": "front-proxy-ca",
};

type Profiles = { readonly [name in CertificateName]: (cluster: Cluster, node: Node) => LeafProfile };

/** What each certificate of a node says. The table of kubeadm, with etcd's and the add-ons' own. */
const PROFILES: Profiles = {
  apiserver: (cluster, node) =>
    profile("kubernetes-ca", "kube-apiserver", undefined, ["server"], namesOfApiserver(cluster, node)),
  "apiserver-kubelet-client": () => client("kubernetes-ca", KUBELET_API_USER),
  "apiserver-etcd-client": () => client("etcd-ca", "kube-apiserver-etcd-client"),
  "front-proxy-client": () => client("front-proxy-ca", "front-proxy-client"),
  "controller-manager": () => client("kubernetes-ca", "system:kube-controller-manager"),
  scheduler: () => client("kubernetes-ca", "system:kube-scheduler"),
  bootstrap: () => client("kubernetes-ca", "quorate-bootstrap", "system:masters"),
  "kube-vip": () => client("kubernetes-ca", KUBE_VIP_USER),
  "etcd-server": (_, node) => etcdMember(node),
  "etcd-peer": (_, node) => etcdMember(node),
  "etcd-healthcheck-client": etcdHealthcheck,
  "kubelet-client": (_, node) => client("kubernetes-ca", kubeletOf(node), "system:nodes"),
  "kubelet-server": (_, node) =>
    profile("kubernetes-ca", kubeletOf(node), "system:nodes", ["server"], namesOfNode(node)),
  "kube-proxy": () => client("kubernetes-ca", "system:kube-proxy"),
  "flannel-client": () => client("kubernetes-ca", FLANNEL_USER),
};

const ACCESS = operatorAccess("kubernetes-ca", "kubernetes-ca");

/** The certificates of upstream Kubernetes. */
export const KUBERNETES_PLAN: DistributionPlan = {
  authorities: Object.entries(COMMON_NAMES).map(([name, commonName]) => ({
    name: name as KeptAuthorityName,
    commonName,
  })),
  operator: { ...ACCESS.operator, "etcd-healthcheck-client": etcdHealthcheck() },
  operatorAuthorities: ["kubernetes-ca", "etcd-ca"],
  kubeconfigs: ACCESS.kubeconfigs,
  profileOf: (name, cluster, node) => PROFILES[name](cluster, node),
};

function kubeletOf(node: Node): string {
  return `system:node:${node.name}`;
}

// A member is a client too: of its peers, and of itself through the gRPC gateway.
function etcdMember(node: Node): LeafProfile {
  return profile("etcd-ca", node.name, undefined, ["server", "client"], namesOfEtcd(node));
}

function etcdHealthcheck(): LeafProfile {
  return client("etcd-ca", "kube-etcd-healthcheck-client");
}
