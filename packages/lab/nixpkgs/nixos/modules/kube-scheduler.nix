# kube-scheduler.
{ config, lib, ... }:
let
  top = config.services.kubernetes;
  cfg = top.scheduler;
  default = value: lib.mkOption { default = value; };
in
{
  options.services.kubernetes.scheduler = {
    enable = default false;
    address = default "127.0.0.1";
    extraOpts = lib.mkOption {
      type = lib.types.separatedString " ";
      default = "";
    };
    featureGates = default top.featureGates;
    kubeconfig = lib.mkOption { };
    leaderElect = default true;
    port = default 10251;
    verbosity = default null;
  };

  config.systemd.services = lib.mkIf cfg.enable {
    kube-scheduler = lib.mkMerge [
      top.lib.service
      {
        description = "Kubernetes Scheduler Service";
        after = [ "kube-apiserver.service" ];
        serviceConfig = {
          ExecStart = top.lib.commandLine "kube-scheduler" {
            bind-address = cfg.address;
            feature-gates = top.lib.gates cfg.featureGates;
            kubeconfig = top.lib.mkKubeConfig "kube-scheduler" cfg.kubeconfig;
            leader-elect = lib.boolToString cfg.leaderElect;
            secure-port = toString cfg.port;
            v = if cfg.verbosity == null then null else toString cfg.verbosity;
          } cfg.extraOpts;
          User = "kubernetes";
          Group = "kubernetes";
          RestartSec = 5;
        };
      }
    ];
  };
}
