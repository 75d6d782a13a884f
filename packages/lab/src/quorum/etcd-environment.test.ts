import { describe, expect, it } from "vitest";
import { type EtcdOptions, etcdEnvironment } from "./etcd-environment.ts";

const DEFAULTS = {
  ETCD_ADVERTISE_CLIENT_URLS: "http://127.0.0.1:2379",
  ETCD_DATA_DIR: "/var/lib/etcd",
  ETCD_INITIAL_ADVERTISE_PEER_URLS: "http://127.0.0.1:2380",
  ETCD_INITIAL_CLUSTER: "node1=http://127.0.0.1:2380",
  ETCD_INITIAL_CLUSTER_STATE: "new",
  ETCD_INITIAL_CLUSTER_TOKEN: "etcd-cluster",
  ETCD_LISTEN_CLIENT_URLS: "http://127.0.0.1:2379",
  ETCD_LISTEN_PEER_URLS: "http://127.0.0.1:2380",
  ETCD_NAME: "node1",
};

const cases: readonly { name: string; options: EtcdOptions; differs: Record<string, string | undefined> }[] =
  [
    { name: "nothing is said", options: {}, differs: {} },
    {
      name: "a name",
      options: { name: "a" },
      differs: { ETCD_NAME: "a", ETCD_INITIAL_CLUSTER: "a=http://127.0.0.1:2380" },
    },
    {
      name: "what is advertised follows what is listened on",
      options: { listenClientUrls: ["https://a:1", "https://b:2"], listenPeerUrls: ["https://c:3"] },
      differs: {
        ETCD_LISTEN_CLIENT_URLS: "https://a:1,https://b:2",
        ETCD_ADVERTISE_CLIENT_URLS: "https://a:1,https://b:2",
        ETCD_LISTEN_PEER_URLS: "https://c:3",
        ETCD_INITIAL_ADVERTISE_PEER_URLS: "https://c:3",
      },
    },
    {
      name: "the peers' files follow the clients'",
      options: { trustedCaFile: "/ca", certFile: "/cert", keyFile: "/key" },
      differs: {
        ETCD_TRUSTED_CA_FILE: "/ca",
        ETCD_CERT_FILE: "/cert",
        ETCD_KEY_FILE: "/key",
        ETCD_PEER_TRUSTED_CA_FILE: "/ca",
        ETCD_PEER_CERT_FILE: "/cert",
        ETCD_PEER_KEY_FILE: "/key",
      },
    },
    {
      name: "a true boolean is 1, a false one nothing",
      options: { clientCertAuth: true, peerClientCertAuth: false },
      differs: { ETCD_CLIENT_CERT_AUTH: "1" },
    },
    {
      name: "discovery takes the place of the initial cluster",
      options: { discovery: "https://d", initialCluster: ["a=b"] },
      differs: {
        ETCD_DISCOVERY: "https://d",
        ETCD_INITIAL_CLUSTER: undefined,
        ETCD_INITIAL_CLUSTER_STATE: undefined,
        ETCD_INITIAL_CLUSTER_TOKEN: undefined,
      },
    },
    {
      name: "further settings win over the others",
      options: { extraConf: { QUOTA_BACKEND_BYTES: "1", NAME: "b" } },
      differs: { ETCD_QUOTA_BACKEND_BYTES: "1", ETCD_NAME: "b" },
    },
  ];

describe("etcd's environment", () => {
  it.each(cases)("$name", ({ options, differs }) => {
    const wanted: Record<string, string | undefined> = { ...DEFAULTS, ...differs };
    const said = Object.entries(wanted).filter(([, value]) => value !== undefined);
    expect(etcdEnvironment(options, "node1")).toEqual(Object.fromEntries(said));
  });
});
