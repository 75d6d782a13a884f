/**
 * Specs that CI runs, of what Quorate configures, by their whole names; most are conformance's. What upstream has none
 * for (Pod Security, static pods) the lab's own tests ask.
 */
export const SAMPLE: readonly string[] = [
  // The aggregation layer: front-proxy certificates, and the apiserver's way to pods.
  "[sig-api-machinery] Aggregator Should be able to support the 1.17 Sample API Server using the current Aggregator [LinuxOnly] [Conformance]",
  // Admission webhooks: the apiserver's way to Services.
  "[sig-api-machinery] AdmissionWebhook [Privileged:ClusterAdmin] should be able to deny pod and configmap creation [Conformance]",
  "[sig-api-machinery] AdmissionWebhook [Privileged:ClusterAdmin] should mutate configmap [Conformance]",
  "[sig-api-machinery] CustomResourceConversionWebhook [Privileged:ClusterAdmin] should be able to convert from CR v1 to CR v2 [Conformance]",
  // Certificates and tokens.
  "[sig-auth] Certificates API [Privileged:ClusterAdmin] should support CSR API operations [Conformance]",
  "[sig-auth] ServiceAccounts ServiceAccountIssuerDiscovery should support OIDC discovery of service account issuer [Conformance]",
  "[sig-auth] ServiceAccounts should create a serviceAccountToken and ensure a successful TokenReview [Conformance]",
  "[sig-auth] ServiceAccounts should mount projected service account token [Conformance]",
  // Services, in kube-proxy's hands.
  "[sig-network] Services should be able to create a functioning NodePort service [Conformance]",
  "[sig-network] Services should have session affinity work for NodePort service [LinuxOnly] [Conformance]",
  "[sig-network] Services should have session affinity work for service with type clusterIP [LinuxOnly] [Conformance]",
  "[sig-network] Services should serve multiport endpoints from pods [Conformance]",
  // Host ports: CNI's portmap.
  "[sig-network] HostPort validates that there is no conflict between pods with same hostPort but different hostIP and protocol [LinuxOnly] [Conformance]",
  // DNS.
  "[sig-network] DNS should provide DNS for services [Conformance]",
  "[sig-network] DNS should provide DNS for the cluster [Conformance]",
  "[sig-network] DNS should provide DNS for pods for Subdomain [Conformance]",
  // From the apiserver to kubelets, by certificates of both.
  "[sig-cli] Kubectl Port forwarding With a server listening on 0.0.0.0 should support forwarding over websockets",
  "[sig-cli] Kubectl client Simple pod should support exec",
  "[sig-cli] Kubectl client Simple pod should support inline execution and attach",
  "[sig-cli] Kubectl logs logs should be able to retrieve and filter logs [Conformance]",
  "[sig-network] Proxy version v1 should proxy logs on node using proxy subresource",
  "[sig-network] Proxy version v1 should proxy through a service and a pod [Conformance]",
  // Taints and evictions.
  "[sig-apps] DisruptionController evictions: enough pods, absolute => should allow an eviction",
  "[sig-apps] DisruptionController evictions: too few pods, absolute => should not allow an eviction",
  "[sig-node] NoExecuteTaintManager Single Pod [Serial] removing taint cancels eviction [Disruptive] [Conformance]",
  // Rolling updates.
  "[sig-apps] Deployment RollingUpdateDeployment should delete old pods and create new ones [Conformance]",
];
