import type { Cluster } from "@quorate/cluster";
import { describe, expect, it } from "vitest";
import { BGP_CLUSTER, DUAL_STACK_CLUSTER, IPV6_CLUSTER, nodeOf } from "../testing/clusters.ts";
import { apiserver } from "./apiserver.ts";

const FILE = "/var/lib/quorate/secrets/encryption-config.json";
const apiserverOf = (cluster: Cluster, name: string) =>
  apiserver(cluster, nodeOf(cluster, name)).services?.kubernetes?.apiserver;

describe("apiserver", () => {
  it("serves the node's own address, with what the cluster's authorities signed", () => {
    expect(apiserverOf(BGP_CLUSTER, "node2")).toEqual({
      enable: true,
      advertiseAddress: "10.0.0.12",
      allowPrivileged: true,
      authorizationMode: ["Node", "RBAC"],
      bindAddress: "0.0.0.0",
      clientCaFile: "/var/lib/quorate/secrets/kubernetes-ca.crt",
      etcd: {
        // Its own member first.
        servers: ["https://10.0.0.12:2379", "https://10.0.0.11:2379", "https://10.0.0.13:2379"],
        caFile: "/var/lib/quorate/secrets/etcd-ca.crt",
        certFile: "/var/lib/quorate/secrets/apiserver-etcd-client.crt",
        keyFile: "/var/lib/quorate/secrets/apiserver-etcd-client.key",
      },
      extraOpts: [
        "--requestheader-client-ca-file=/var/lib/quorate/secrets/front-proxy-ca.crt",
        "--requestheader-allowed-names=front-proxy-client",
        "--requestheader-extra-headers-prefix=X-Remote-Extra-",
        "--requestheader-group-headers=X-Remote-Group",
        "--requestheader-username-headers=X-Remote-User",
        "--shutdown-delay-duration=5s",
        "--shutdown-send-retry-after=true",
        "--encryption-provider-config=/var/lib/quorate/secrets/encryption-config.json",
      ].join(" "),
      kubeletClientCaFile: "/var/lib/quorate/secrets/kubernetes-ca.crt",
      kubeletClientCertFile: "/var/lib/quorate/secrets/apiserver-kubelet-client.crt",
      kubeletClientKeyFile: "/var/lib/quorate/secrets/apiserver-kubelet-client.key",
      preferredAddressTypes: "InternalIP,Hostname",
      proxyClientCertFile: "/var/lib/quorate/secrets/front-proxy-client.crt",
      proxyClientKeyFile: "/var/lib/quorate/secrets/front-proxy-client.key",
      runtimeConfig: "",
      securePort: 6443,
      serviceAccountKeyFile: "/var/lib/quorate/secrets/service-account.pub",
      serviceAccountSigningKeyFile: "/var/lib/quorate/secrets/service-account.key",
      serviceClusterIpRange: "10.96.0.0/16",
      tlsCertFile: "/var/lib/quorate/secrets/apiserver.crt",
      tlsKeyFile: "/var/lib/quorate/secrets/apiserver.key",
    });
  });

  it("asks all of etcd where it has no member of its own", () => {
    expect(apiserverOf(DUAL_STACK_CLUSTER, "master1")?.etcd?.servers).toEqual(["https://10.0.0.21:2379"]);
  });

  it.each([
    [BGP_CLUSTER, "node1", "10.0.0.11", "0.0.0.0", "10.96.0.0/16"],
    [DUAL_STACK_CLUSTER, "master1", "10.0.0.31", "::", "10.96.0.0/16,fd00:10:96::/112"],
    [IPV6_CLUSTER, "solo", "fd00::11", "::", "fd00:10:96::/112"],
  ])("listens in the node's families %#", (cluster, name, advertiseAddress, bindAddress, range) => {
    expect(apiserverOf(cluster, name)).toMatchObject({
      advertiseAddress,
      bindAddress,
      serviceClusterIpRange: range,
    });
  });

  it("encrypts no Secrets where the cluster says so", () => {
    const plain = { ...BGP_CLUSTER, encryptSecrets: false };
    const flags = apiserverOf(BGP_CLUSTER, "node1")?.extraOpts;
    expect(`${apiserverOf(plain, "node1")?.extraOpts} --encryption-provider-config=${FILE}`).toBe(flags);
  });

  it("answers who has no name about its health alone", () => {
    expect(apiserver(BGP_CLUSTER, nodeOf(BGP_CLUSTER, "node1")).quorate).toEqual({
      apiserver: {
        authenticationConfiguration: {
          apiVersion: "apiserver.config.k8s.io/v1",
          kind: "AuthenticationConfiguration",
          jwt: [],
          anonymous: {
            enabled: true,
            conditions: [{ path: "/healthz" }, { path: "/livez" }, { path: "/readyz" }],
          },
        },
      },
    });
  });

  it.each(["etcd1", "worker1"])("is nothing on %s", (name) => {
    expect(apiserver(DUAL_STACK_CLUSTER, nodeOf(DUAL_STACK_CLUSTER, name))).toEqual({});
  });
});
