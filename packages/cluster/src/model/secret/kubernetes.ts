import type { Cluster, Node } from "../cluster.ts";
import type { SecretReader } from "./reader.ts";
import type { Secret, SecretMode, SecretOwner } from "./secret.ts";

const onControlPlane = (_: Cluster, { roles }: Node): boolean => roles.controlPlane;
const onEtcd = (_: Cluster, { roles }: Node): boolean => roles.etcd;
const onKubelet = (_: Cluster, { roles }: Node): boolean => roles.kubelet;

/** Everything of upstream Kubernetes that reads secrets on a host. */
export const KUBERNETES_READERS = {
  apiserver: { name: "kube-apiserver", kind: "service", runsOn: onControlPlane },
  /** The apiserver where Secrets are encrypted in etcd: it reads one file more. */
  encryptingApiserver: {
    name: "kube-apiserver",
    kind: "service",
    runsOn: ({ encryptSecrets }, { roles }) => roles.controlPlane && encryptSecrets,
  },
  controllerManager: { name: "kube-controller-manager", kind: "service", runsOn: onControlPlane },
  scheduler: { name: "kube-scheduler", kind: "service", runsOn: onControlPlane },
  /** The unit that applies RBAC and CoreDNS. */
  bootstrap: { name: "quorate-bootstrap", kind: "service", runsOn: onControlPlane },
  kubeVip: { name: "kube-vip", kind: "pod", runsOn: onControlPlane },
  etcd: { name: "etcd", kind: "service", runsOn: onEtcd },
  /** In the hands of whoever looks after etcd on the node. */
  etcdctl: { name: "etcdctl", kind: "each-time", runsOn: onEtcd },
  kubelet: { name: "kubelet", kind: "service", runsOn: onKubelet },
  kubeProxy: { name: "kube-proxy", kind: "service", runsOn: onKubelet },
  flannel: {
    name: "flannel",
    kind: "service",
    runsOn: ({ network }, { roles }) => roles.kubelet && network.cni.kind === "flannel",
  },
} as const satisfies Readonly<Record<string, SecretReader>>;

const READ_BY = KUBERNETES_READERS;

/**
 * The secrets of a host that runs upstream Kubernetes. The order is that of the certificates' plan, and says nothing
 * else.
 */
export const KUBERNETES_SECRETS = [
  authority("kubernetes-ca", [
    READ_BY.apiserver,
    READ_BY.controllerManager,
    READ_BY.scheduler,
    READ_BY.bootstrap,
    READ_BY.kubeVip,
    READ_BY.kubelet,
    READ_BY.kubeProxy,
    READ_BY.flannel,
  ]),
  authority("etcd-ca", [READ_BY.etcd, READ_BY.etcdctl, READ_BY.apiserver]),
  authority("front-proxy-ca", [READ_BY.apiserver]),
  leaf("apiserver", "kubernetes", READ_BY.apiserver),
  leaf("apiserver-kubelet-client", "kubernetes", READ_BY.apiserver),
  leaf("apiserver-etcd-client", "kubernetes", READ_BY.apiserver),
  leaf("front-proxy-client", "kubernetes", READ_BY.apiserver),
  leaf("controller-manager", "kubernetes", READ_BY.controllerManager),
  leaf("scheduler", "kubernetes", READ_BY.scheduler),
  leaf("bootstrap", "root", READ_BY.bootstrap),
  // kube-vip drops every capability, so only a file of its own user, root, is readable to it.
  leaf("kube-vip", "root", READ_BY.kubeVip),
  leaf("etcd-server", "etcd", READ_BY.etcd),
  leaf("etcd-peer", "etcd", READ_BY.etcd),
  leaf("etcd-healthcheck-client", "etcd", READ_BY.etcdctl),
  leaf("kubelet-client", "root", READ_BY.kubelet),
  leaf("kubelet-server", "root", READ_BY.kubelet),
  leaf("kube-proxy", "root", READ_BY.kubeProxy),
  leaf("flannel-client", "root", READ_BY.flannel),
  shared("service-account.key", "0600", [READ_BY.apiserver, READ_BY.controllerManager]),
  shared("service-account.pub", "0644", [READ_BY.apiserver]),
  shared("encryption-config.json", "0600", [READ_BY.encryptingApiserver]),
] as const satisfies readonly Secret[];

function authority<const Name extends string>(name: Name, readBy: Secret["readBy"]) {
  return { origin: { kind: "authority", name }, owner: "root", readBy } as const;
}

function leaf<const Name extends string>(name: Name, owner: SecretOwner, reader: SecretReader) {
  return { origin: { kind: "leaf", name }, owner, readBy: [reader] } as const;
}

function shared<const File extends string>(file: File, mode: SecretMode, readBy: Secret["readBy"]) {
  return { origin: { kind: "shared", file, mode }, owner: "kubernetes", readBy } as const;
}
