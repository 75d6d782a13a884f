import { describe, expect, it } from "vitest";
import { BGP_CLUSTER, DUAL_STACK_CLUSTER } from "../../testing/clusters.ts";
import { COREDNS_IMAGE, coredns } from "./coredns.ts";

const objects = coredns(DUAL_STACK_CLUSTER);
const own = { name: "coredns", namespace: "kube-system" };
const selector = { "k8s-app": "kube-dns" };
const labels = { ...selector, "kubernetes.io/name": "CoreDNS" };
const rbac = "rbac.authorization.k8s.io";

/** The object of that kind, without its kind and its name. */
function specOf(kind: string): unknown {
  return objects.find((object) => object.kind === kind)?.["spec"];
}

describe("CoreDNS", () => {
  it("is these objects, an account before what runs as it", () => {
    expect(objects.map(({ apiVersion, kind, metadata }) => [apiVersion, kind, metadata])).toEqual([
      ["v1", "ServiceAccount", own],
      [`${rbac}/v1`, "ClusterRole", { name: "system:coredns" }],
      [`${rbac}/v1`, "ClusterRoleBinding", { name: "system:coredns" }],
      ["v1", "ConfigMap", own],
      ["apps/v1", "Deployment", { ...own, labels }],
      ["policy/v1", "PodDisruptionBudget", own],
      [
        "v1",
        "Service",
        {
          name: "kube-dns",
          namespace: "kube-system",
          labels: { ...labels, "kubernetes.io/cluster-service": "true" },
        },
      ],
    ]);
  });

  it("sees Services, their endpoints and pods, and changes nothing", () => {
    expect(objects[1]?.["rules"]).toEqual([
      { apiGroups: [""], resources: ["namespaces", "pods", "services"], verbs: ["list", "watch"] },
      { apiGroups: ["discovery.k8s.io"], resources: ["endpointslices"], verbs: ["list", "watch"] },
    ]);
    expect(objects[2]).toMatchObject({
      roleRef: { apiGroup: rbac, kind: "ClusterRole", name: "system:coredns" },
      subjects: [{ kind: "ServiceAccount", ...own }],
    });
    expect(objects[2]?.["subjects"]).toEqual([{ kind: "ServiceAccount", ...own }]);
  });

  it("answers for the cluster's domain, and asks the host's name servers for the rest", () => {
    const [config] = coredns({
      ...BGP_CLUSTER,
      network: { ...BGP_CLUSTER.network, domain: "k8s.home" },
    }).flatMap((object) => (object.kind === "ConfigMap" ? [object["data"]] : []));
    expect(config).toEqual({
      Corefile: `.:53 {
    errors
    health {
        lameduck 5s
    }
    ready
    kubernetes k8s.home in-addr.arpa ip6.arpa {
        pods insecure
        fallthrough in-addr.arpa ip6.arpa
        ttl 30
    }
    prometheus :9153
    forward . /etc/resolv.conf {
        max_concurrent 1000
    }
    cache 30
    loop
    reload
    loadbalance
}
`,
    });
  });

  it("runs twice, on different nodes where it can", () => {
    const { template, ...deployment } = specOf("Deployment") as {
      readonly template: { readonly spec: object };
    };
    expect(deployment).toEqual({
      replicas: 2,
      selector: { matchLabels: selector },
      strategy: { rollingUpdate: { maxUnavailable: 1 }, type: "RollingUpdate" },
    });
    const { containers: _, ...pod } = template.spec as { readonly containers: unknown };
    expect({ ...template, spec: pod }).toEqual({
      metadata: { labels: selector },
      spec: {
        affinity: {
          podAntiAffinity: {
            preferredDuringSchedulingIgnoredDuringExecution: [
              {
                podAffinityTerm: {
                  labelSelector: { matchLabels: selector },
                  topologyKey: "kubernetes.io/hostname",
                },
                weight: 100,
              },
            ],
          },
        },
        dnsPolicy: "Default",
        nodeSelector: { "kubernetes.io/os": "linux" },
        priorityClassName: "system-cluster-critical",
        serviceAccountName: "coredns",
        tolerations: [
          { key: "CriticalAddonsOnly", operator: "Exists" },
          { effect: "NoSchedule", key: "node-role.kubernetes.io/control-plane", operator: "Exists" },
        ],
        volumes: [
          { configMap: { items: [{ key: "Corefile", path: "Corefile" }], name: "coredns" }, name: "config" },
        ],
      },
    });
    expect(specOf("PodDisruptionBudget")).toEqual({ maxUnavailable: 1, selector: { matchLabels: selector } });
  });

  it("may bind its port, and nothing else", () => {
    const { template } = specOf("Deployment") as {
      readonly template: { readonly spec: { readonly containers: readonly unknown[] } };
    };
    expect(COREDNS_IMAGE).toMatch(/^registry\.k8s\.io\/coredns\/coredns:v\d+\.\d+\.\d+$/);
    expect(template.spec.containers).toEqual([
      {
        args: ["-conf", "/etc/coredns/Corefile"],
        image: COREDNS_IMAGE,
        imagePullPolicy: "IfNotPresent",
        livenessProbe: {
          failureThreshold: 5,
          httpGet: { path: "/health", port: 8080 },
          initialDelaySeconds: 60,
          timeoutSeconds: 5,
        },
        name: "coredns",
        ports: [
          { containerPort: 53, name: "dns", protocol: "UDP" },
          { containerPort: 53, name: "dns-tcp", protocol: "TCP" },
          { containerPort: 9153, name: "metrics", protocol: "TCP" },
        ],
        readinessProbe: { httpGet: { path: "/ready", port: 8181 } },
        resources: { limits: { memory: "170Mi" }, requests: { cpu: "100m", memory: "70Mi" } },
        securityContext: {
          allowPrivilegeEscalation: false,
          capabilities: { add: ["NET_BIND_SERVICE"], drop: ["ALL"] },
          readOnlyRootFilesystem: true,
        },
        volumeMounts: [{ mountPath: "/etc/coredns", name: "config", readOnly: true }],
      },
    ]);
  });

  it("serves at the address that the kubelets hand out, in every family", () => {
    expect(specOf("Service")).toEqual({
      clusterIP: "10.96.0.10",
      ipFamilyPolicy: "PreferDualStack",
      ports: [
        { name: "dns", port: 53, protocol: "UDP", targetPort: "dns" },
        { name: "dns-tcp", port: 53, protocol: "TCP", targetPort: "dns-tcp" },
        { name: "metrics", port: 9153, protocol: "TCP", targetPort: "metrics" },
      ],
      selector,
    });
  });
});
