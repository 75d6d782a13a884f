import type { Cluster, OfKind, ResolvedDistribution } from "@quorate/cluster";
import type { Components, NodePart } from "../components.ts";
import { localServer } from "../node/api-url.ts";
import { kubeconfigPath } from "../node/kubeconfig-path.ts";
import { certificatePaths, secretPath } from "../node/secrets.ts";
import type { KubeconfigOptions } from "../option/node-options.ts";
import type { Vip } from "../vip/vip.ts";
import { bootstrap, bootstrapShare } from "./bootstrap.ts";
import { openings } from "./openings.ts";
import { images, service } from "./service.ts";
import { settings } from "./settings.ts";

/** Where a server has what it signs with, and what it has signed. */
const K3S_TLS = "/var/lib/rancher/k3s/server/tls";

/** k3s: a server is one service, and so is an agent. */
export function k3s(cluster: Cluster, vip: Vip, own: OfKind<ResolvedDistribution, "k3s">): Components {
  // The same for every server: made once, and what servers have to agree on can't differ.
  const shared = settings(cluster, own);
  const share = bootstrapShare(cluster, vip);
  const server = localServer(cluster);
  // A server's own administrator, whoever has made the authorities: k3s issues it at every start.
  const administrator: KubeconfigOptions = {
    server,
    caFile: `${K3S_TLS}/server-ca.crt`,
    certFile: `${K3S_TLS}/client-admin.crt`,
    keyFile: `${K3S_TLS}/client-admin.key`,
  };
  const kubeVip: KubeconfigOptions = {
    server,
    caFile: secretPath("k3s-server-ca.crt"),
    ...certificatePaths("kube-vip"),
  };
  const hasVip = vip.carried !== undefined;
  return {
    optionsOf: (node): readonly NodePart[] => [
      service(cluster, node, own),
      images(own),
      ...(node.roles.controlPlane ? [shared] : []),
      {
        quorate: {
          kubeconfigs: node.roles.controlPlane
            ? { bootstrap: administrator, ...(hasVip ? { "kube-vip": kubeVip } : {}) }
            : {},
          ...(node.roles.controlPlane && own.authorities === "adopted" ? { k3s: { adopted: true } } : {}),
        },
      },
      bootstrap(node, share),
    ],
    openingsOf: (node) => openings(cluster, node),
    kubeVipAccess: (node) =>
      node.roles.controlPlane && hasVip ? { ...kubeVip, kubeconfig: kubeconfigPath("kube-vip") } : undefined,
  };
}
