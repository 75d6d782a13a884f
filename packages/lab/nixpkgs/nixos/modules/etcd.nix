# etcd: its options are its environment.
{
  config,
  lib,
  programs,
  ...
}:
let
  cfg = config.services.etcd;

  default = value: lib.mkOption { default = value; };
  urls =
    value:
    lib.mkOption {
      type = lib.types.listOf lib.types.str;
      default = value;
    };
  joined = builtins.concatStringsSep ",";
in
{
  options.services.etcd = {
    enable = default false;
    dataDir = default "/var/lib/etcd";
    discovery = default "";
    name = default config.networking.hostName;
    advertiseClientUrls = default cfg.listenClientUrls;
    listenClientUrls = default [ "http://127.0.0.1:2379" ];
    listenPeerUrls = default [ "http://127.0.0.1:2380" ];
    initialAdvertisePeerUrls = default cfg.listenPeerUrls;
    initialCluster = urls [ ];
    initialClusterState = default "new";
    initialClusterToken = default "etcd-cluster";
    clientCertAuth = default false;
    certFile = default null;
    keyFile = default null;
    trustedCaFile = default null;
    peerClientCertAuth = default false;
    peerCertFile = default cfg.certFile;
    peerKeyFile = default cfg.keyFile;
    peerTrustedCaFile = default cfg.trustedCaFile;
    extraConf = default { };
  };

  config = lib.mkIf cfg.enable {
    systemd.tmpfiles.settings."10-etcd".${cfg.dataDir}.d = {
      user = "etcd";
      mode = "0700";
    };

    users.users.etcd = {
      uid = 964;
      description = "Etcd daemon user";
      home = cfg.dataDir;
    };

    systemd.services.etcd = {
      description = "etcd key-value store";
      wantedBy = [ "multi-user.target" ];
      wants = [ "network-online.target" ];
      after = [ "network-online.target" ];
      environment = {
        ETCD_NAME = cfg.name;
        ETCD_DISCOVERY = cfg.discovery;
        ETCD_DATA_DIR = cfg.dataDir;
        ETCD_ADVERTISE_CLIENT_URLS = joined cfg.advertiseClientUrls;
        ETCD_LISTEN_CLIENT_URLS = joined cfg.listenClientUrls;
        ETCD_LISTEN_PEER_URLS = joined cfg.listenPeerUrls;
        ETCD_INITIAL_ADVERTISE_PEER_URLS = joined cfg.initialAdvertisePeerUrls;
        ETCD_PEER_CLIENT_CERT_AUTH = toString cfg.peerClientCertAuth;
        ETCD_PEER_TRUSTED_CA_FILE = cfg.peerTrustedCaFile;
        ETCD_PEER_CERT_FILE = cfg.peerCertFile;
        ETCD_PEER_KEY_FILE = cfg.peerKeyFile;
        ETCD_CLIENT_CERT_AUTH = toString cfg.clientCertAuth;
        ETCD_TRUSTED_CA_FILE = cfg.trustedCaFile;
        ETCD_CERT_FILE = cfg.certFile;
        ETCD_KEY_FILE = cfg.keyFile;
      }
      // lib.optionalAttrs (cfg.discovery == "") {
        ETCD_INITIAL_CLUSTER = joined cfg.initialCluster;
        ETCD_INITIAL_CLUSTER_STATE = cfg.initialClusterState;
        ETCD_INITIAL_CLUSTER_TOKEN = cfg.initialClusterToken;
      }
      // lib.mapAttrs' (name: value: lib.nameValuePair "ETCD_${name}" value) cfg.extraConf;
      unitConfig.Documentation = "https://etcd.io";
      serviceConfig = {
        Type = "notify";
        Restart = "always";
        RestartSec = "30s";
        ExecStart = programs.etcd;
        User = "etcd";
        LimitNOFILE = 40000;
      };
    };
  };
}
