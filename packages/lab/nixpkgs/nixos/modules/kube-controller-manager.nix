# kube-controller-manager.
{ config, lib, ... }:
let
  top = config.services.kubernetes;
  cfg = top.controllerManager;
  default = value: lib.mkOption { default = value; };
in
{
  options.services.kubernetes.controllerManager = {
    enable = default false;
    allocateNodeCIDRs = default true;
    bindAddress = default "127.0.0.1";
    clusterCidr = default top.clusterCidr;
    extraOpts = lib.mkOption {
      type = lib.types.separatedString " ";
      default = "";
    };
    featureGates = default top.featureGates;
    kubeconfig = lib.mkOption { };
    leaderElect = default true;
    rootCaFile = default top.caFile;
    securePort = default 10252;
    serviceAccountKeyFile = default null;
    tlsCertFile = default null;
    tlsKeyFile = default null;
    verbosity = default null;
  };

  config.systemd.services = lib.mkIf cfg.enable {
    kube-controller-manager = lib.mkMerge [
      top.lib.service
      {
        description = "Kubernetes Controller Manager Service";
        after = [ "kube-apiserver.service" ];
        serviceConfig = {
          ExecStart = top.lib.commandLine "kube-controller-manager" {
            allocate-node-cidrs = lib.boolToString cfg.allocateNodeCIDRs;
            bind-address = cfg.bindAddress;
            cluster-cidr = cfg.clusterCidr;
            feature-gates = top.lib.gates cfg.featureGates;
            kubeconfig = top.lib.mkKubeConfig "kube-controller-manager" cfg.kubeconfig;
            leader-elect = lib.boolToString cfg.leaderElect;
            root-ca-file = cfg.rootCaFile;
            secure-port = toString cfg.securePort;
            service-account-private-key-file = cfg.serviceAccountKeyFile;
            tls-cert-file = cfg.tlsCertFile;
            tls-private-key-file = cfg.tlsKeyFile;
            use-service-account-credentials =
              if builtins.elem "RBAC" top.apiserver.authorizationMode then "true" else null;
            v = if cfg.verbosity == null then null else toString cfg.verbosity;
          } cfg.extraOpts;
          User = "kubernetes";
          Group = "kubernetes";
          RestartSec = "30s";
        };
      }
    ];
  };
}
