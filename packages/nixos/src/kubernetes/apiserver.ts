import type { Cluster, Node } from "@quorate/cluster";
import type { NodePart } from "../components.ts";
import { listenAddress } from "../node/api-url.ts";
import { authorityPath, certificatePaths, sharedFilePath } from "../node/secrets.ts";
import { authenticationConfiguration } from "../object/authentication.ts";

/** kube-apiserver; nothing on nodes without a control plane. */
export function apiserver(cluster: Cluster, node: Node): NodePart {
  if (!node.roles.controlPlane) return {};
  const serving = certificatePaths("apiserver");
  const kubelet = certificatePaths("apiserver-kubelet-client");
  const proxy = certificatePaths("front-proxy-client");
  return {
    quorate: { apiserver: { authenticationConfiguration: authenticationConfiguration("v1") } },
    services: {
      kubernetes: {
        apiserver: {
          enable: true,
          advertiseAddress: node.address,
          allowPrivileged: true,
          authorizationMode: ["Node", "RBAC"],
          bindAddress: listenAddress(node),
          clientCaFile: authorityPath("kubernetes-ca"),
          etcd: {
            servers: etcdServers(cluster, node),
            caFile: authorityPath("etcd-ca"),
            ...certificatePaths("apiserver-etcd-client"),
          },
          extraOpts: extraOpts(cluster),
          kubeletClientCaFile: authorityPath("kubernetes-ca"),
          kubeletClientCertFile: kubelet.certFile,
          kubeletClientKeyFile: kubelet.keyFile,
          // Names of nodes need not resolve; their addresses are in their certificates.
          preferredAddressTypes: "InternalIP,Hostname",
          proxyClientCertFile: proxy.certFile,
          proxyClientKeyFile: proxy.keyFile,
          // NixOS asks for an API version that is long built in.
          runtimeConfig: "",
          securePort: cluster.api.port,
          serviceAccountKeyFile: sharedFilePath("service-account.pub"),
          serviceAccountSigningKeyFile: sharedFilePath("service-account.key"),
          serviceClusterIpRange: cluster.network.services.map(({ cidr }) => cidr).join(","),
          tlsCertFile: serving.certFile,
          tlsKeyFile: serving.keyFile,
        },
      },
    },
  };
}

/** The node's own member first: the client begins there, and the others remain for when it is down. */
function etcdServers(cluster: Cluster, node: Node): readonly string[] {
  const own = cluster.etcd.members.filter(({ name }) => name === node.name);
  const others = cluster.etcd.members.filter(({ name }) => name !== node.name);
  return [...own, ...others].map(({ clientUrl }) => clientUrl);
}

/**
 * How an apiserver ends. Without the second it waits a minute for watches that nobody ends, and refuses new
 * connections meanwhile; with it, it answers until the last request is done, tells clients to try elsewhere, and
 * leaves. The first is the time in which it serves on while it is no longer ready and no longer an endpoint of the
 * Service `kubernetes`: for every kube-proxy to hear of that.
 */
const LEAVING = ["--shutdown-delay-duration=5s", "--shutdown-send-retry-after=true"] as const;

/** The flags that NixOS has no options for. */
function extraOpts(cluster: Cluster): string {
  const flags = [
    `--requestheader-client-ca-file=${authorityPath("front-proxy-ca")}`,
    "--requestheader-allowed-names=front-proxy-client",
    "--requestheader-extra-headers-prefix=X-Remote-Extra-",
    "--requestheader-group-headers=X-Remote-Group",
    "--requestheader-username-headers=X-Remote-User",
    ...LEAVING,
    ...(cluster.encryptSecrets
      ? [`--encryption-provider-config=${sharedFilePath("encryption-config.json")}`]
      : []),
  ];
  return flags.join(" ");
}
