import type { Cluster, NixValue } from "@quorate/cluster";
import type { KubernetesObject } from "../../object/kubernetes-object.ts";
import { clusterRole, clusterRoleBinding } from "../../object/rbac.ts";

/** The image that belongs to Kubernetes 1.36. */
export const COREDNS_IMAGE = "registry.k8s.io/coredns/coredns:v1.14.2";

const NAMESPACE = "kube-system";
const NAME = "coredns";
/** The label by which everything in Kubernetes knows the cluster's DNS, whatever serves it. */
const SELECTOR = { "k8s-app": "kube-dns" };
const LABELS = { ...SELECTOR, "kubernetes.io/name": "CoreDNS" };
const PORTS = { dns: 53, health: 8080, ready: 8181, metrics: 9153 } as const;

/** CoreDNS and its Service at the cluster's DNS address. */
export function coredns(cluster: Cluster): readonly KubernetesObject[] {
  return [
    { apiVersion: "v1", kind: "ServiceAccount", metadata: { name: NAME, namespace: NAMESPACE } },
    clusterRole("system:coredns", [
      { apiGroups: [""], resources: ["namespaces", "pods", "services"], verbs: ["list", "watch"] },
      { apiGroups: ["discovery.k8s.io"], resources: ["endpointslices"], verbs: ["list", "watch"] },
    ]),
    clusterRoleBinding("system:coredns", "system:coredns", {
      kind: "ServiceAccount",
      name: NAME,
      namespace: NAMESPACE,
    }),
    {
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: { name: NAME, namespace: NAMESPACE },
      data: { Corefile: corefile(cluster) },
    },
    deployment(),
    disruptionBudget(),
    service(cluster),
  ];
}

function corefile({ network }: Cluster): string {
  return `.:${PORTS.dns} {
    errors
    health {
        lameduck 5s
    }
    ready
    kubernetes ${network.domain} in-addr.arpa ip6.arpa {
        pods insecure
        fallthrough in-addr.arpa ip6.arpa
        ttl 30
    }
    prometheus :${PORTS.metrics}
    forward . /etc/resolv.conf {
        max_concurrent 1000
    }
    cache 30
    loop
    reload
    loadbalance
}
`;
}

function deployment(): KubernetesObject {
  return {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { labels: LABELS, name: NAME, namespace: NAMESPACE },
    spec: {
      replicas: 2,
      selector: { matchLabels: SELECTOR },
      strategy: { rollingUpdate: { maxUnavailable: 1 }, type: "RollingUpdate" },
      template: { metadata: { labels: SELECTOR }, spec: podSpec() },
    },
  };
}

function podSpec(): NixValue {
  return {
    // Preferred and not required: a cluster of one node has DNS too.
    affinity: {
      podAntiAffinity: {
        preferredDuringSchedulingIgnoredDuringExecution: [
          {
            podAffinityTerm: {
              labelSelector: { matchLabels: SELECTOR },
              topologyKey: "kubernetes.io/hostname",
            },
            weight: 100,
          },
        ],
      },
    },
    containers: [container()],
    // The host's name servers: the cluster's would be CoreDNS itself.
    dnsPolicy: "Default",
    nodeSelector: { "kubernetes.io/os": "linux" },
    priorityClassName: "system-cluster-critical",
    serviceAccountName: NAME,
    tolerations: [
      { key: "CriticalAddonsOnly", operator: "Exists" },
      { effect: "NoSchedule", key: "node-role.kubernetes.io/control-plane", operator: "Exists" },
    ],
    volumes: [{ configMap: { items: [{ key: "Corefile", path: "Corefile" }], name: NAME }, name: "config" }],
  };
}

function container(): NixValue {
  return {
    args: ["-conf", "/etc/coredns/Corefile"],
    image: COREDNS_IMAGE,
    imagePullPolicy: "IfNotPresent",
    livenessProbe: {
      failureThreshold: 5,
      httpGet: { path: "/health", port: PORTS.health },
      initialDelaySeconds: 60,
      timeoutSeconds: 5,
    },
    name: NAME,
    ports: [
      { containerPort: PORTS.dns, name: "dns", protocol: "UDP" },
      { containerPort: PORTS.dns, name: "dns-tcp", protocol: "TCP" },
      { containerPort: PORTS.metrics, name: "metrics", protocol: "TCP" },
    ],
    readinessProbe: { httpGet: { path: "/ready", port: PORTS.ready } },
    resources: { limits: { memory: "170Mi" }, requests: { cpu: "100m", memory: "70Mi" } },
    securityContext: {
      allowPrivilegeEscalation: false,
      capabilities: { add: ["NET_BIND_SERVICE"], drop: ["ALL"] },
      readOnlyRootFilesystem: true,
    },
    volumeMounts: [{ mountPath: "/etc/coredns", name: "config", readOnly: true }],
  };
}

/** A drain takes one of the two at a time. */
function disruptionBudget(): KubernetesObject {
  return {
    apiVersion: "policy/v1",
    kind: "PodDisruptionBudget",
    metadata: { name: NAME, namespace: NAMESPACE },
    spec: { maxUnavailable: 1, selector: { matchLabels: SELECTOR } },
  };
}

function service({ network }: Cluster): KubernetesObject {
  return {
    apiVersion: "v1",
    kind: "Service",
    metadata: {
      labels: { ...LABELS, "kubernetes.io/cluster-service": "true" },
      name: "kube-dns",
      namespace: NAMESPACE,
    },
    spec: {
      clusterIP: network.dnsAddress,
      // Where there is one family only, this is the same as SingleStack.
      ipFamilyPolicy: "PreferDualStack",
      ports: [
        { name: "dns", port: PORTS.dns, protocol: "UDP", targetPort: "dns" },
        { name: "dns-tcp", port: PORTS.dns, protocol: "TCP", targetPort: "dns-tcp" },
        { name: "metrics", port: PORTS.metrics, protocol: "TCP", targetPort: "metrics" },
      ],
      selector: SELECTOR,
    },
  };
}
