import type { Cluster, NixosOptions, Node } from "@quorate/cluster";
import { listenAddress, serverOf } from "../node/api-url.ts";
import { kubeletLabels } from "../node/labels.ts";
import { authorityPath, certificatePaths } from "../node/secrets.ts";
import { kubeconfig } from "./kubeconfig.ts";

/** The kubelet; nothing on nodes that are etcd alone. */
export function kubelet(cluster: Cluster, node: Node): NixosOptions {
  if (!node.roles.kubelet) return {};
  const serving = certificatePaths("kubelet-server");
  return {
    boot: { kernel: { sysctl: forwarding(node) } },
    services: {
      kubernetes: {
        kubelet: {
          enable: true,
          address: listenAddress(node),
          clientCaFile: authorityPath("kubernetes-ca"),
          clusterDns: [cluster.network.dnsAddress],
          clusterDomain: cluster.network.domain,
          extraConfig: {
            // The stub of systemd-resolved is at 127.0.0.53, which is another thing inside of a pod.
            resolvConf: "/run/systemd/resolve/resolv.conf",
            // The certificates are genCerts' and deploy's affair.
            rotateCertificates: false,
            serverTLSBootstrap: false,
            shutdownGracePeriod: "60s",
            shutdownGracePeriodCriticalPods: "20s",
          },
          ...labelOpts(node),
          // The name must be kube-proxy's as well, and the one in the kubelet's certificate.
          hostname: node.name,
          kubeconfig: kubeconfig(serverOf(cluster, node), "kubelet-client"),
          // Said outright: in ARP mode the VIP is on the same interface and might be taken for the node's.
          nodeIp: node.addresses.map(({ address }) => address).join(","),
          taints: taintsOf(node),
          tlsCertFile: serving.certFile,
          tlsKeyFile: serving.keyFile,
          // NixOS taints every node whose `roles` are not set, unless told otherwise.
          unschedulable: false,
        },
      },
    },
  };
}

function labelOpts(node: Node): { readonly extraOpts?: string } {
  const labels = Object.entries(kubeletLabels(node)).map(([key, value]) => `${key}=${value}`);
  return labels.length === 0 ? {} : { extraOpts: `--node-labels=${labels.join(",")}` };
}

function taintsOf(node: Node) {
  const entries = node.taints.map(
    ({ key, value, effect }) => [`${key}:${effect}`, { key, value, effect }] as const,
  );
  return Object.fromEntries(entries);
}

/** What NixOS does for IPv4 alone. */
function forwarding(node: Node): Readonly<Record<string, number>> {
  return node.addresses.some(({ family }) => family === 6) ? { "net.ipv6.conf.all.forwarding": 1 } : {};
}
