import { describe, expect, it } from "vitest";
import { BGP_CLUSTER, DUAL_STACK_CLUSTER, IPV6_CLUSTER, nodeOf } from "../testing/clusters.ts";
import { etcd } from "./etcd.ts";

describe("etcd", () => {
  it("says on each member who it is, and not how it starts, and lets nobody in without a certificate", () => {
    expect(etcd(BGP_CLUSTER, nodeOf(BGP_CLUSTER, "node2"))).toEqual({
      services: {
        etcd: {
          enable: true,
          name: "node2",
          initialCluster: ["node2=https://10.0.0.12:2380"],
          initialClusterState: "existing",
          initialClusterToken: BGP_CLUSTER.etcd.token,
          advertiseClientUrls: ["https://10.0.0.12:2379"],
          initialAdvertisePeerUrls: ["https://10.0.0.12:2380"],
          listenClientUrls: ["https://10.0.0.12:2379", "https://127.0.0.1:2379"],
          listenPeerUrls: ["https://10.0.0.12:2380"],
          clientCertAuth: true,
          trustedCaFile: "/var/lib/quorate/secrets/etcd-ca.crt",
          certFile: "/var/lib/quorate/secrets/etcd-server.crt",
          keyFile: "/var/lib/quorate/secrets/etcd-server.key",
          peerClientCertAuth: true,
          peerTrustedCaFile: "/var/lib/quorate/secrets/etcd-ca.crt",
          peerCertFile: "/var/lib/quorate/secrets/etcd-peer.crt",
          peerKeyFile: "/var/lib/quorate/secrets/etcd-peer.key",
          extraConf: {
            FEATURE_GATES: "InitialCorruptCheck=true",
            QUOTA_BACKEND_BYTES: "8589934592",
            WATCH_PROGRESS_NOTIFY_INTERVAL: "5s",
          },
        },
      },
    });
  });

  it("listens on every address, IPv6 in brackets", () => {
    expect(etcd(DUAL_STACK_CLUSTER, nodeOf(DUAL_STACK_CLUSTER, "etcd1")).services?.etcd).toMatchObject({
      listenClientUrls: ["https://10.0.0.21:2379", "https://[fd00::21]:2379", "https://127.0.0.1:2379"],
      listenPeerUrls: ["https://10.0.0.21:2380", "https://[fd00::21]:2380"],
    });
    expect(etcd(IPV6_CLUSTER, nodeOf(IPV6_CLUSTER, "solo")).services?.etcd).toMatchObject({
      initialCluster: ["solo=https://[fd00::11]:2380"],
      advertiseClientUrls: ["https://[fd00::11]:2379"],
    });
  });

  it.each(["master1", "worker1"])("is nothing on %s", (name) => {
    expect(etcd(DUAL_STACK_CLUSTER, nodeOf(DUAL_STACK_CLUSTER, name))).toEqual({});
  });
});
