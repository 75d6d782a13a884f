import { K3S_AUTHORITIES, PORTS, pairFiles, urlHost } from "@quorate/cluster";
import type { Credentials } from "../observe/subject.ts";
import { compareK3s, etcdInK3s, etcdMinorPatterns, k3sWith } from "./k3s-etcd.ts";
import { k3sIssues } from "./k3s-issues.ts";
import { K3S_FOLDER, K3S_SERVER, K3S_UNIT } from "./k3s-paths.ts";
import type { Operations } from "./operations.ts";

/** The servers' token: among a host's secrets, in the certificates' folder, and beside a snapshot. */
export const SERVER_TOKEN = "k3s-server-token";

const ETCD_TLS = `${K3S_SERVER}/tls/etcd`;

/** A server's own administrator, which k3s issues at every start: also where the authorities are not of our making. */
const api: Credentials = {
  authority: `${K3S_SERVER}/tls/server-ca.crt`,
  certificate: `${K3S_SERVER}/tls/client-admin.crt`,
  key: `${K3S_SERVER}/tls/client-admin.key`,
};

/** k3s from nixpkgs: a server is one service, and so is an agent. What serves there it issues itself. */
export const k3s: Operations = {
  etcdUnit: K3S_UNIT,
  apiUnits: [K3S_UNIT],
  apiserverUnit: K3S_UNIT,
  unitOf: {
    etcd: K3S_UNIT,
    apiserver: K3S_UNIT,
    "controller-manager": K3S_UNIT,
    scheduler: K3S_UNIT,
    kubelet: K3S_UNIT,
    "pod network": K3S_UNIT,
  },
  vip: { manifests: [`${K3S_FOLDER}/agent/pod-manifests/kube-vip.json`], program: "kube-vip" },
  containerRuntime: K3S_UNIT,
  oneShot: ["quorate-bootstrap.service"],
  etcd: {
    data: [`data=${K3S_SERVER}/db/etcd`],
    // As k3s itself tells whether it is a member: by the folder, empty or not.
    hasData: '[ -e "$data/member/wal" ]',
    folder: `${K3S_SERVER}/db/etcd`,
    client: {
      authority: `${ETCD_TLS}/server-ca.crt`,
      certificate: `${ETCD_TLS}/client.crt`,
      key: `${ETCD_TLS}/client.key`,
    },
    peer: {
      authority: `${ETCD_TLS}/peer-ca.crt`,
      certificate: `${ETCD_TLS}/peer-server-client.crt`,
      key: `${ETCD_TLS}/peer-server-client.key`,
    },
    // k3s leaves the clients' port to gRPC, and lets nobody come to HTTP but on the host.
    askedAt: () => `https://127.0.0.1:${PORTS.etcdHttp.port}`,
    // Authorities and keys of encryption are in etcd itself, behind the token of that time.
    snapshot: { needs: () => [], beside: [SERVER_TOKEN] },
    program: {
      installed: "/run/current-system/sw/bin/k3s --version | sed -n 's/^k3s version v\\([^ ]*\\).*/\\1/p'",
      built: ({ kubernetes }) => kubernetes,
      inside: etcdInK3s,
      compare: compareK3s,
      etcdMinors: etcdMinorPatterns,
      versionIn: "version in k3s({ … })",
      having: (etcd, running) => k3sWith(etcd, running?.minor ?? 0),
    },
    answersOthers: false,
  },
  // One file in the store, the same on all servers; NixOS puts a flag a line.
  flags: (system) =>
    `cat "$(tr -d '\\\\\\n' <${system}/etc/systemd/system/${K3S_UNIT} | sed -n 's/.*--config[= ]*\\([^ ]*\\).*/\\1/p')"`,
  // SQLite's, of a server that was started without a word: it is a cluster of its own.
  otherData: [`${K3S_SERVER}/db/state.db`],
  api,
  kubelet: (cluster, { roles, addresses }) =>
    roles.controlPlane
      ? { url: `https://${urlHost(addresses[0])}:${cluster.api.port}`, who: api }
      : {
          // Its own balancer, before the servers that it knows.
          url: `https://127.0.0.1:${PORTS.k3sBalancer.port}`,
          who: {
            authority: `${K3S_FOLDER}/agent/server-ca.crt`,
            certificate: `${K3S_FOLDER}/agent/client-kubelet.crt`,
            key: `${K3S_FOLDER}/agent/client-kubelet.key`,
          },
        },
  versionIn: "version in k3s({ … })",
  encryptsByFile: false,
  oneProgram: "k3s",
  ofCluster: [
    SERVER_TOKEN,
    "k3s-agent-token",
    "k3s-service.key",
    ...K3S_AUTHORITIES.flatMap((name) => Object.values(pairFiles(`k3s-${name}-ca`))),
  ],
  holdsNames: true,
  servesOurs: false,
  issues: k3sIssues,
};
