/** `services.etcd` of a node as it was emitted, and so far as a value was said. */
export interface EtcdOptions {
  readonly enable?: boolean;
  readonly name?: string;
  readonly discovery?: string;
  readonly dataDir?: string;
  readonly advertiseClientUrls?: readonly string[];
  readonly listenClientUrls?: readonly string[];
  readonly listenPeerUrls?: readonly string[];
  readonly initialAdvertisePeerUrls?: readonly string[];
  readonly initialCluster?: readonly string[];
  readonly initialClusterState?: string;
  readonly initialClusterToken?: string;
  readonly clientCertAuth?: boolean;
  readonly trustedCaFile?: string | null;
  readonly certFile?: string | null;
  readonly keyFile?: string | null;
  readonly peerClientCertAuth?: boolean;
  readonly peerTrustedCaFile?: string | null;
  readonly peerCertFile?: string | null;
  readonly peerKeyFile?: string | null;
  readonly extraConf?: { readonly [name: string]: string };
}

/** Environment variables of a process. */
export type Environment = Readonly<Record<string, string>>;

/**
 * The environment in which NixOS starts etcd for these option values, NixOS's own defaults included
 * (`nixos/modules/services/databases/etcd.nix`). `hostName` is `networking.hostName`, the default of the
 * member's name.
 */
export function etcdEnvironment(options: EtcdOptions, hostName: string): Environment {
  const name = options.name ?? hostName;
  const discovery = options.discovery ?? "";
  const listenClients = options.listenClientUrls ?? ["http://127.0.0.1:2379"];
  const listenPeers = options.listenPeerUrls ?? ["http://127.0.0.1:2380"];
  const trustedCa = options.trustedCaFile ?? null;
  const cert = options.certFile ?? null;
  const key = options.keyFile ?? null;
  const initial: Record<string, string | null> =
    discovery === ""
      ? {
          ETCD_INITIAL_CLUSTER: list(options.initialCluster ?? [`${name}=http://127.0.0.1:2380`]),
          ETCD_INITIAL_CLUSTER_STATE: options.initialClusterState ?? "new",
          ETCD_INITIAL_CLUSTER_TOKEN: options.initialClusterToken ?? "etcd-cluster",
        }
      : {};
  const variables: Record<string, string | null> = {
    ETCD_NAME: name,
    ETCD_DISCOVERY: discovery,
    ETCD_DATA_DIR: options.dataDir ?? "/var/lib/etcd",
    ETCD_ADVERTISE_CLIENT_URLS: list(options.advertiseClientUrls ?? listenClients),
    ETCD_LISTEN_CLIENT_URLS: list(listenClients),
    ETCD_LISTEN_PEER_URLS: list(listenPeers),
    ETCD_INITIAL_ADVERTISE_PEER_URLS: list(options.initialAdvertisePeerUrls ?? listenPeers),
    ETCD_PEER_CLIENT_CERT_AUTH: nixText(options.peerClientCertAuth ?? false),
    ETCD_PEER_TRUSTED_CA_FILE: options.peerTrustedCaFile ?? trustedCa,
    ETCD_PEER_CERT_FILE: options.peerCertFile ?? cert,
    ETCD_PEER_KEY_FILE: options.peerKeyFile ?? key,
    ETCD_CLIENT_CERT_AUTH: nixText(options.clientCertAuth ?? false),
    ETCD_TRUSTED_CA_FILE: trustedCa,
    ETCD_CERT_FILE: cert,
    ETCD_KEY_FILE: key,
    ...initial,
  };
  for (const [suffix, value] of Object.entries(options.extraConf ?? {})) variables[`ETCD_${suffix}`] = value;
  return Object.fromEntries(
    Object.entries(variables)
      .filter((entry): entry is [string, string] => entry[1] !== null)
      // etcd takes an empty variable for one that is not set.
      .filter(([, value]) => value !== "")
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}

function list(values: readonly string[]): string {
  return values.join(",");
}

// What `toString` makes of a boolean in Nix.
function nixText(value: boolean): string {
  return value ? "1" : "";
}
