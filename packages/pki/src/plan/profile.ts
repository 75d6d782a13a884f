import {
  ADMIN_GROUP,
  type CertificateName,
  type Cluster,
  FLANNEL_USER,
  KUBE_VIP_USER,
  KUBELET_API_USER,
  type Node,
} from "@quorate/cluster";
import {
  type AlternativeNames,
  NO_NAMES,
  namesOfApiserver,
  namesOfEtcd,
  namesOfNode,
} from "./alternative-names.ts";
import type { LeafProfile, Usage } from "./leaf.ts";

/** What each certificate of a node says. The table of kubeadm, with etcd's and the add-ons' own. */
export function profileOf(name: CertificateName, cluster: Cluster, node: Node): LeafProfile {
  const kubelet = `system:node:${node.name}`;
  switch (name) {
    case "apiserver":
      return profile(
        "kubernetes-ca",
        "kube-apiserver",
        undefined,
        ["server"],
        namesOfApiserver(cluster, node),
      );
    case "apiserver-kubelet-client":
      return client("kubernetes-ca", KUBELET_API_USER);
    case "apiserver-etcd-client":
      return client("etcd-ca", "kube-apiserver-etcd-client");
    case "front-proxy-client":
      return client("front-proxy-ca", "front-proxy-client");
    case "controller-manager":
      return client("kubernetes-ca", "system:kube-controller-manager");
    case "scheduler":
      return client("kubernetes-ca", "system:kube-scheduler");
    case "bootstrap":
      return client("kubernetes-ca", "quorate-bootstrap", "system:masters");
    case "kube-vip":
      return client("kubernetes-ca", KUBE_VIP_USER);
    // A member is a client too: of its peers, and of itself through the gRPC gateway.
    case "etcd-server":
    case "etcd-peer":
      return profile("etcd-ca", node.name, undefined, ["server", "client"], namesOfEtcd(node));
    case "etcd-healthcheck-client":
      return etcdHealthcheck();
    case "kubelet-client":
      return client("kubernetes-ca", kubelet, "system:nodes");
    case "kubelet-server":
      return profile("kubernetes-ca", kubelet, "system:nodes", ["server"], namesOfNode(node));
    case "kube-proxy":
      return client("kubernetes-ca", "system:kube-proxy");
    case "flannel-client":
      return client("kubernetes-ca", FLANNEL_USER);
  }
}

/** A certificate in `operator/`. */
export type OperatorCertificateName = "admin" | "break-glass" | "etcd-healthcheck-client";

/** What the operator's certificates say, by name. */
export const OPERATOR_PROFILES: { readonly [name in OperatorCertificateName]: LeafProfile } = {
  admin: client("kubernetes-ca", "kubernetes-admin", ADMIN_GROUP),
  // Past RBAC: for the day on which the binding of the group above is gone.
  "break-glass": client("kubernetes-ca", "kubernetes-super-admin", "system:masters"),
  "etcd-healthcheck-client": etcdHealthcheck(),
};

function etcdHealthcheck(): LeafProfile {
  return client("etcd-ca", "kube-etcd-healthcheck-client");
}

function client(authority: LeafProfile["authority"], commonName: string, organization?: string): LeafProfile {
  return profile(authority, commonName, organization, ["client"], NO_NAMES);
}

function profile(
  authority: LeafProfile["authority"],
  commonName: string,
  organization: string | undefined,
  usages: readonly Usage[],
  names: AlternativeNames,
): LeafProfile {
  return { authority, commonName, organization, usages, dns: names.dns, ips: names.ips };
}
