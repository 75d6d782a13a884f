import { apiNames, type Cluster, type K3sDistribution, type K3sVersion } from "@quorate/cluster";
import type { NodePart } from "../components.ts";
import { authenticationConfiguration } from "../object/authentication.ts";

/** Since which version the configuration is of the API version `v1`; the one before still takes `v1beta1` alone. */
const AUTHENTICATION_API: { readonly [V in K3sVersion]: "v1" | "v1beta1" } = {
  "1.33": "v1beta1",
  "1.34": "v1",
  "1.35": "v1",
  "1.36": "v1",
};

/**
 * What all servers have to agree on, defaults too: k3s compares most of it, but only when a server joins, and one that
 * differs later reads what the others write otherwise, or brings back a part that they have left out. It is the same file on each of them.
 */
export function settings(cluster: Cluster, own: K3sDistribution): NodePart {
  const { api, network, encryptSecrets } = cluster;
  const { cni, pods, services } = network;
  const flannel = cni.kind === "flannel";
  const list = (networks: typeof pods) => networks.map(({ cidr }) => cidr).join(",");
  return {
    quorate: {
      apiserver: {
        authenticationConfiguration: authenticationConfiguration(AUTHENTICATION_API[own.version]),
      },
      k3s: {
        settings: {
          "cluster-cidr": list(pods),
          "service-cidr": list(services),
          "cluster-dns": network.dnsAddress,
          "cluster-domain": network.domain,
          "https-listen-port": api.port,
          "tls-san": apiNames(api),
          "flannel-backend": flannel ? cni.backend : "none",
          // Pods have addresses that no router of the world outside knows.
          "flannel-ipv6-masq": flannel && pods.some(({ family }) => family === 6),
          "flannel-external-ip": false,
          // Whoever brings the pod network brings what enforces policies.
          "disable-network-policy": !flannel,
          "disable-cloud-controller": false,
          "disable-helm-controller": false,
          "egress-selector-mode": "agent",
          "embedded-registry": false,
          "secrets-encryption": encryptSecrets,
          "secrets-encryption-provider": "aescbc",
          "supervisor-metrics": false,
          disable: own.disable,
          ...(own.snapshots.keep === 0
            ? { "etcd-disable-snapshots": true }
            : {
                "etcd-disable-snapshots": false,
                "etcd-snapshot-schedule-cron": own.snapshots.schedule,
                "etcd-snapshot-retention": own.snapshots.keep,
              }),
        },
      },
    },
  };
}
