import { ENCRYPTION_CONFIG, SERVICE_ACCOUNT_KEY, urlHost } from "@quorate/cluster";
import { credentialsOf } from "../observe/host/credentials.ts";
import { etcdDataQuestion } from "../observe/host/etcd-data.ts";
import { minorsBetween, parseVersion, SAFE_BEFORE_3_6, versionWords } from "../plan/version.ts";
import type { Operations } from "./operations.ts";

const api = credentialsOf("kubernetes-ca", "bootstrap");

/** Upstream Kubernetes from nixpkgs: each component a service of its own. */
export const kubernetes: Operations = {
  etcdUnit: "etcd.service",
  apiUnits: ["kube-scheduler.service", "kube-controller-manager.service", "kube-apiserver.service"],
  apiserverUnit: "kube-apiserver.service",
  unitOf: {
    etcd: "etcd.service",
    apiserver: "kube-apiserver.service",
    "controller-manager": "kube-controller-manager.service",
    scheduler: "kube-scheduler.service",
    kubelet: "kubelet.service",
    "pod network": "flannel.service",
  },
  vip: {
    // The first is NixOS' own: a system has it that was built before there was the second, and no other one.
    manifests: ["/etc/kubernetes/manifests/kube-vip.json", "/run/quorate/static-pods/kube-vip.json"],
    program: "kube-vip",
  },
  containerRuntime: "containerd.service",
  oneShot: ["quorate-bootstrap.service"],
  etcd: {
    data: etcdDataQuestion("etcd.service"),
    // By the log alone, as etcd itself does: a start that came to nothing leaves the rest of it.
    hasData: '[ -n "$(ls -A "$data/member/wal" 2>/dev/null)" ]',
    folder: "/var/lib/etcd",
    client: credentialsOf("etcd-ca", "etcd-healthcheck-client"),
    peer: credentialsOf("etcd-ca", "etcd-peer"),
    askedAt: (clientUrl) => clientUrl,
    // Tokens are signed with the one, and Secrets encrypted with the other: a database without them is half of it.
    snapshot: {
      needs: ({ encryptSecrets }) => [SERVICE_ACCOUNT_KEY, ...(encryptSecrets ? [ENCRYPTION_CONFIG] : [])],
      beside: [],
    },
    program: {
      installed: "/run/current-system/sw/bin/etcd --version | sed -n 's/^etcd Version: *//p'",
      built: ({ etcd }) => etcd,
      inside: (text) => {
        const version = parseVersion(text);
        return version && { version, sure: true };
      },
      compare: (one, other) => {
        const [a, b] = [parseVersion(one), parseVersion(other)];
        return a && b && (minorsBetween(b, a) || a.patch - b.patch);
      },
      etcdMinors: undefined,
      versionIn: "services.etcd.package",
      having: () => [versionWords(SAFE_BEFORE_3_6)],
    },
    answersOthers: true,
  },
  flags: undefined,
  otherData: [],
  api,
  kubelet: (cluster, { roles, addresses }) =>
    roles.controlPlane
      ? { url: `https://${urlHost(addresses[0])}:${cluster.api.port}`, who: api }
      : { url: cluster.api.url, who: credentialsOf("kubernetes-ca", "kubelet-client") },
  versionIn: "services.kubernetes.package",
  encryptsByFile: true,
  oneProgram: undefined,
  ofCluster: [],
  holdsNames: false,
  servesOurs: true,
  issues: undefined,
};
