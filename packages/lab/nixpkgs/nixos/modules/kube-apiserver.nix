# kube-apiserver.
{ config, lib, ... }:
let
  top = config.services.kubernetes;
  cfg = top.apiserver;
  default = value: lib.mkOption { default = value; };
  joined = builtins.concatStringsSep ",";
  required = lib.mkOption { };
in
{
  options.services.kubernetes.apiserver = {
    enable = default false;
    advertiseAddress = default null;
    allowPrivileged = default false;
    apiAudiences = default "api,https://kubernetes.default.svc";
    authorizationMode = lib.mkOption {
      type = lib.types.raw;
      default = [
        "RBAC"
        "Node"
      ];
    };
    bindAddress = default "0.0.0.0";
    clientCaFile = default top.caFile;
    disableAdmissionPlugins = default [ ];
    enableAdmissionPlugins = lib.mkOption {
      type = lib.types.raw;
      default = [
        "NamespaceLifecycle"
        "LimitRanger"
        "ServiceAccount"
        "ResourceQuota"
        "DefaultStorageClass"
        "DefaultTolerationSeconds"
        "NodeRestriction"
      ];
    };
    etcd = {
      servers = default [ "http://127.0.0.1:2379" ];
      caFile = default top.caFile;
      certFile = default null;
      keyFile = default null;
    };
    extraOpts = lib.mkOption {
      type = lib.types.separatedString " ";
      default = "";
    };
    featureGates = default top.featureGates;
    kubeletClientCaFile = default top.caFile;
    kubeletClientCertFile = default null;
    kubeletClientKeyFile = default null;
    preferredAddressTypes = default null;
    proxyClientCertFile = default null;
    proxyClientKeyFile = default null;
    runtimeConfig = default "authentication.k8s.io/v1beta1=true";
    securePort = default 6443;
    serviceAccountIssuer = default "https://kubernetes.default.svc";
    serviceAccountKeyFile = required;
    serviceAccountSigningKeyFile = required;
    serviceClusterIpRange = default "10.0.0.0/24";
    storageBackend = default "etcd3";
    tlsCertFile = default null;
    tlsKeyFile = default null;
    verbosity = default null;
  };

  config.systemd.services = lib.mkIf cfg.enable {
    kube-apiserver = lib.mkMerge [
      top.lib.service
      {
        description = "Kubernetes APIServer Service";
        after = [ "network.target" ];
        serviceConfig = {
          ExecStart = top.lib.commandLine "kube-apiserver" {
            allow-privileged = lib.boolToString cfg.allowPrivileged;
            authorization-mode = joined cfg.authorizationMode;
            bind-address = cfg.bindAddress;
            advertise-address = cfg.advertiseAddress;
            client-ca-file = cfg.clientCaFile;
            disable-admission-plugins = joined cfg.disableAdmissionPlugins;
            enable-admission-plugins = joined cfg.enableAdmissionPlugins;
            etcd-servers = joined cfg.etcd.servers;
            etcd-cafile = cfg.etcd.caFile;
            etcd-certfile = cfg.etcd.certFile;
            etcd-keyfile = cfg.etcd.keyFile;
            feature-gates = top.lib.gates cfg.featureGates;
            kubelet-certificate-authority = cfg.kubeletClientCaFile;
            kubelet-client-certificate = cfg.kubeletClientCertFile;
            kubelet-client-key = cfg.kubeletClientKeyFile;
            kubelet-preferred-address-types = cfg.preferredAddressTypes;
            proxy-client-cert-file = cfg.proxyClientCertFile;
            proxy-client-key-file = cfg.proxyClientKeyFile;
            runtime-config = if cfg.runtimeConfig == "" then null else cfg.runtimeConfig;
            secure-port = toString cfg.securePort;
            api-audiences = cfg.apiAudiences;
            service-account-issuer = cfg.serviceAccountIssuer;
            service-account-signing-key-file = cfg.serviceAccountSigningKeyFile;
            service-account-key-file = cfg.serviceAccountKeyFile;
            service-cluster-ip-range = cfg.serviceClusterIpRange;
            storage-backend = cfg.storageBackend;
            tls-cert-file = cfg.tlsCertFile;
            tls-private-key-file = cfg.tlsKeyFile;
            v = if cfg.verbosity == null then null else toString cfg.verbosity;
          } cfg.extraOpts;
          User = "kubernetes";
          Group = "kubernetes";
          AmbientCapabilities = "cap_net_bind_service";
          RestartSec = 5;
        };
      }
    ];
  };
}
