import { type BgpPeer, type Cluster, type LoadBalancer, type Node, urlHost } from "@quorate/cluster";
import { localServer } from "../kubernetes/api-url.ts";
import { KUBE_VIP_LEASE } from "../kubernetes/bootstrap/access.ts";
import { kubeconfigPath } from "../kubernetes/kubeconfigs.ts";
import { routerId } from "../node/address-text.ts";
import { authorityPath, certificatePaths } from "../node/secret-path.ts";

/** From v1.2.0 on kube-vip withdraws the route of a node whose apiserver is not healthy. */
export const KUBE_VIP_IMAGE = "ghcr.io/kube-vip/kube-vip:v1.2.3";

/** Where kube-vip looks for a kubeconfig. */
const KUBECONFIG = "/etc/kubernetes/admin.conf";

type Variable =
  | { readonly name: string; readonly value: string }
  | { readonly name: string; readonly valueFrom: { readonly fieldRef: { readonly fieldPath: string } } };

/** kube-vip as a static pod that carries the VIP of the control plane, as JSON. */
export function kubeVipManifest(cluster: Cluster, node: Node): string {
  return `${JSON.stringify(pod(cluster, node), undefined, 2)}\n`;
}

function pod(cluster: Cluster, node: Node) {
  const files = hostFiles();
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name: "kube-vip", namespace: "kube-system" },
    spec: {
      containers: [
        {
          name: "kube-vip",
          image: KUBE_VIP_IMAGE,
          imagePullPolicy: "IfNotPresent",
          args: ["manager"],
          env: environment(cluster, node),
          resources: {},
          securityContext: { capabilities: { add: ["NET_ADMIN", "NET_RAW"], drop: ["ALL"] } },
          volumeMounts: files.map(({ name, mountPath }) => ({ name, mountPath, readOnly: true })),
        },
      ],
      hostAliases: [{ ip: "127.0.0.1", hostnames: ["kubernetes"] }],
      hostNetwork: true,
      priorityClassName: "system-node-critical",
      // Each must be a file that is there: else the runtime would make a folder of that name.
      volumes: files.map(({ name, path }) => ({ name, hostPath: { path, type: "File" } })),
    },
  };
}

/** The certificate's own files and not their folder: the other keys in there are none of kube-vip's business. */
function hostFiles() {
  const { certFile, keyFile } = certificatePaths("kube-vip");
  const caFile = authorityPath("kubernetes-ca");
  return [
    { name: "kubeconfig", path: kubeconfigPath("kube-vip"), mountPath: KUBECONFIG },
    { name: "ca", path: caFile, mountPath: caFile },
    { name: "certificate", path: certFile, mountPath: certFile },
    { name: "key", path: keyFile, mountPath: keyFile },
  ];
}

/** In the order of kube-vip's own manifest generator. */
function environment(cluster: Cluster, node: Node): readonly Variable[] {
  const { api, loadBalancer } = cluster;
  return [
    variable("vip_arp", loadBalancer.kind === "arp"),
    variable("port", api.port),
    { name: "vip_nodename", valueFrom: { fieldRef: { fieldPath: "spec.nodeName" } } },
    variable("vip_interface", loadBalancer.kind === "arp" ? node.interface : "lo"),
    variable("vip_subnet", api.vipFamily === 6 ? 128 : 32),
    variable("dns_mode", "first"),
    variable("cp_enable", true),
    variable("cp_namespace", "kube-system"),
    ...modeVariables(cluster, node, loadBalancer),
    variable("address", api.vip),
    variable("prometheus_server", ":2112"),
    // The apiserver beside it, not the one behind the VIP that it has yet to bring up.
    variable("kubernetes_addr", localServer(cluster)),
    variable("k8s_config_file", KUBECONFIG),
  ];
}

function modeVariables(cluster: Cluster, node: Node, mode: LoadBalancer): readonly Variable[] {
  switch (mode.kind) {
    case "arp":
      return [
        variable("vip_leaderelection", true),
        variable("vip_leasename", KUBE_VIP_LEASE),
        variable("vip_leaseduration", mode.leaseDuration),
        variable("vip_renewdeadline", mode.renewDeadline),
        variable("vip_retryperiod", mode.retryPeriod),
      ];
    case "bgp":
      return [
        variable("bgp_enable", true),
        variable("bgp_routerid", routerId(idAddress(node))),
        variable("bgp_as", mode.asn),
        variable("bgp_peeraddress", ""),
        variable("bgp_peerpass", ""),
        variable("bgp_peeras", mode.peers[0]?.asn ?? ""),
        variable("bgp_peers", mode.peers.map((peer) => peerText(peer, mode.multihop)).join(",")),
        variable("bgp_hold_time", mode.holdTime),
        variable("bgp_keepalive_interval", mode.keepalive),
        ...healthCheck(cluster),
      ];
  }
}

/** Without it kube-vip goes on announcing a dead apiserver. */
function healthCheck(cluster: Cluster): readonly Variable[] {
  return [
    variable("control_plane_health_check_address", `${localServer(cluster)}/livez`),
    variable("control_plane_health_check_period_seconds", 5),
    variable("control_plane_health_check_timeout_seconds", 3),
    variable("control_plane_health_check_failure_threshold", 3),
    variable("control_plane_health_check_ca_path", authorityPath("kubernetes-ca")),
  ];
}

/** `address:asn:password:multihop`, without a password. */
function peerText(peer: BgpPeer, multihop: boolean): string {
  return `${urlHost(peer.address)}:${peer.asn}::${multihop}`;
}

/** A router id is 32 bits: an IPv4 address where the node has one. */
function idAddress(node: Node): string {
  return node.addresses.find(({ family }) => family === 4)?.address ?? node.address;
}

function variable(name: string, value: string | number | boolean): Variable {
  return { name, value: String(value) };
}
