import { ADDRESS_BITS, type Cluster, type NixValue, type Node, PORTS } from "@quorate/cluster";
import { type Variable, variable } from "./variable.ts";
import type { CarriedVip, ControlPlaneAccess } from "./vip.ts";

/** From v1.2.0 on kube-vip withdraws the route of a node whose apiserver is not healthy. */
export const KUBE_VIP_IMAGE = "ghcr.io/kube-vip/kube-vip:v1.2.3";

/** Where kube-vip looks for a kubeconfig, inside of its container. */
const KUBECONFIG = "/etc/kubernetes/admin.conf";

/** kube-vip as a static pod that carries the VIP of the control plane, to be written as JSON. */
export function kubeVipPod(
  cluster: Cluster,
  node: Node,
  vip: CarriedVip,
  access: ControlPlaneAccess,
): NixValue {
  const files = hostFiles(access);
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
          env: environment(cluster, node, vip, access),
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
function hostFiles({ kubeconfig, caFile, certFile, keyFile }: ControlPlaneAccess) {
  return [
    { name: "kubeconfig", path: kubeconfig, mountPath: KUBECONFIG },
    { name: "ca", path: caFile, mountPath: caFile },
    { name: "certificate", path: certFile, mountPath: certFile },
    { name: "key", path: keyFile, mountPath: keyFile },
  ];
}

/** In the order of kube-vip's own manifest generator. */
function environment(
  cluster: Cluster,
  node: Node,
  vip: CarriedVip,
  access: ControlPlaneAccess,
): readonly Variable[] {
  const { api } = cluster;
  return [
    variable("vip_arp", vip.answersArp),
    variable("port", api.port),
    { name: "vip_nodename", valueFrom: { fieldRef: { fieldPath: "spec.nodeName" } } },
    variable("vip_interface", vip.interfaceOf(node)),
    variable("vip_subnet", ADDRESS_BITS[vip.family]),
    variable("dns_mode", "first"),
    variable("cp_enable", true),
    variable("cp_namespace", "kube-system"),
    ...vip.variables(node, access),
    variable("address", vip.address),
    variable("prometheus_server", `:${PORTS.kubeVipMetrics.port}`),
    // The apiserver beside it, not the one behind the VIP that it has yet to bring up.
    variable("kubernetes_addr", access.server),
    variable("k8s_config_file", KUBECONFIG),
  ];
}
