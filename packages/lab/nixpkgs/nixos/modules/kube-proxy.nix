# kube-proxy.
{ config, lib, ... }:
let
  top = config.services.kubernetes;
  cfg = top.proxy;
  default = value: lib.mkOption { default = value; };
in
{
  options.services.kubernetes.proxy = {
    enable = default false;
    bindAddress = default "0.0.0.0";
    extraOpts = lib.mkOption {
      type = lib.types.separatedString " ";
      default = "";
    };
    featureGates = default top.featureGates;
    hostname = default config.networking.hostName;
    kubeconfig = lib.mkOption { };
    verbosity = default null;
  };

  config.systemd.services = lib.mkIf cfg.enable {
    kube-proxy = lib.mkMerge [
      top.lib.service
      {
        description = "Kubernetes Proxy Service";
        after = [ "kube-apiserver.service" ];
        serviceConfig = {
          ExecStart = top.lib.commandLine "kube-proxy" {
            bind-address = cfg.bindAddress;
            cluster-cidr = top.clusterCidr;
            feature-gates = top.lib.gates cfg.featureGates;
            hostname-override = cfg.hostname;
            kubeconfig = top.lib.mkKubeConfig "kube-proxy" cfg.kubeconfig;
            v = if cfg.verbosity == null then null else toString cfg.verbosity;
          } cfg.extraOpts;
          RestartSec = 5;
        };
      }
    ];
  };
}
