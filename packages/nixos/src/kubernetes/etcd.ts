import { type Cluster, type NixosOptions, type Node, PORTS, urlHost } from "@quorate/cluster";
import { authorityPath, certificatePaths } from "../node/secrets.ts";

const LOOPBACK = `https://127.0.0.1:${PORTS.etcdClient.port}`;

/** A voting member of etcd; nothing on other nodes. */
export function etcd(cluster: Cluster, node: Node): NixosOptions {
  const member = cluster.etcd.members.find(({ name }) => name === node.name);
  if (member === undefined) return {};
  const server = certificatePaths("etcd-server");
  const peer = certificatePaths("etcd-peer");
  const listenPeers = node.addresses.map((address) => `https://${urlHost(address)}:${PORTS.etcdPeer.port}`);
  const listenClients = node.addresses.map(
    (address) => `https://${urlHost(address)}:${PORTS.etcdClient.port}`,
  );
  return {
    services: {
      etcd: {
        enable: true,
        // NixOS derives all of these from one master address: with several masters each has to be said.
        name: member.name,
        // Whoever boots this without data ends at once: it is told to join, and nobody to ask. With the list of all it
        // would join as who it was before its data were lost, and forget what it had acknowledged. That a cluster
        // begins, or that one joins it, are deeds of deploy, each once, and in no generation.
        initialCluster: [`${member.name}=${member.peerUrl}`],
        initialClusterState: "existing",
        initialClusterToken: cluster.etcd.token,
        advertiseClientUrls: [member.clientUrl],
        initialAdvertisePeerUrls: [member.peerUrl],
        listenClientUrls: [...listenClients, LOOPBACK],
        listenPeerUrls: listenPeers,
        clientCertAuth: true,
        trustedCaFile: authorityPath("etcd-ca"),
        certFile: server.certFile,
        keyFile: server.keyFile,
        peerClientCertAuth: true,
        peerTrustedCaFile: authorityPath("etcd-ca"),
        peerCertFile: peer.certFile,
        peerKeyFile: peer.keyFile,
        extraConf: {
          // A member compares its data with its peers' before it serves: it must not spread a broken disk.
          FEATURE_GATES: "InitialCorruptCheck=true",
          QUOTA_BACKEND_BYTES: String(8 * 1024 ** 3),
          // The apiserver serves consistent lists from its cache, as fresh as these notifications.
          WATCH_PROGRESS_NOTIFY_INTERVAL: "5s",
        },
      },
    },
  };
}
