# k3s: one service, a server or an agent. The program is the real one, or the
# lab's stand-in, which takes the same flags.
#
# Left out: manifests, charts and images, which NixOS links into k3s' folders. The
# lab brings its own images.
{
  config,
  lib,
  pkgs,
  programs,
  ...
}:
let
  cfg = config.services.k3s;
  default = value: lib.mkOption { default = value; };
  list = lib.mkOption {
    type = lib.types.listOf lib.types.str;
    default = [ ];
  };
  given = flag: value: lib.optional (value != null && value != "") "${flag} ${value}";
  set = flag: value: lib.optional (value != null) "${flag}=${value}";
  each = flag: map (value: "${flag}=${value}");

  kubelet =
    lib.optionalAttrs cfg.gracefulNodeShutdown.enable {
      inherit (cfg.gracefulNodeShutdown) shutdownGracePeriod shutdownGracePeriodCriticalPods;
    }
    // cfg.extraKubeletConfig;
  configuration =
    name: apiVersion: kind: values:
    pkgs.writeText name (builtins.toJSON ({ inherit apiVersion kind; } // values));
in
{
  options.services.k3s = {
    enable = default false;
    package = default programs.k3s;
    role = default "server";
    serverAddr = default "";
    token = default "";
    tokenFile = default null;
    agentToken = default "";
    agentTokenFile = default null;
    configPath = default null;
    environmentFile = default null;
    disable = list;
    nodeName = default null;
    nodeIP = default null;
    nodeExternalIP = default null;
    nodeLabel = list;
    nodeTaint = list;
    selinux = default false;
    clusterInit = default false;
    disableAgent = default false;
    gracefulNodeShutdown = {
      enable = default false;
      shutdownGracePeriod = default "30s";
      shutdownGracePeriodCriticalPods = default "10s";
    };
    extraKubeletConfig = default { };
    extraKubeProxyConfig = default { };
    extraFlags = list;
    images = default [ ];
  };

  config = lib.mkIf cfg.enable {
    systemd.services.k3s = {
      description = "k3s service";
      after = [
        "firewall.service"
        "network-online.target"
      ];
      wants = [
        "firewall.service"
        "network-online.target"
      ];
      wantedBy = [ "multi-user.target" ];
      serviceConfig = {
        Type = if cfg.role == "agent" then "exec" else "notify";
        KillMode = "process";
        Delegate = "yes";
        Restart = "always";
        RestartSec = "5s";
        LimitNOFILE = 1048576;
        LimitNPROC = "infinity";
        LimitCORE = "infinity";
        TasksMax = "infinity";
        TimeoutStartSec = 0;
        EnvironmentFile = if cfg.environmentFile == null then "" else cfg.environmentFile;
        ExecStart = builtins.concatStringsSep " " (
          [ "${cfg.package}/bin/k3s ${cfg.role}" ]
          ++ given "--server" cfg.serverAddr
          ++ given "--token" cfg.token
          ++ given "--token-file" cfg.tokenFile
          ++ given "--agent-token" cfg.agentToken
          ++ given "--agent-token-file" cfg.agentTokenFile
          ++ given "--config" cfg.configPath
          ++ each "--disable" cfg.disable
          ++ set "--node-name" cfg.nodeName
          ++ each "--node-label" cfg.nodeLabel
          ++ each "--node-taint" cfg.nodeTaint
          ++ set "--node-ip" cfg.nodeIP
          ++ set "--node-external-ip" cfg.nodeExternalIP
          ++ lib.optional cfg.selinux "--selinux"
          ++ lib.optional (
            kubelet != { }
          ) "--kubelet-arg=config=${configuration "k3s-kubelet-config" "kubelet.config.k8s.io/v1beta1" "KubeletConfiguration" kubelet}"
          ++
            lib.optional (cfg.extraKubeProxyConfig != { })
              "--kube-proxy-arg=config=${configuration "k3s-kubeProxy-config" "kubeproxy.config.k8s.io/v1alpha1" "KubeProxyConfiguration" cfg.extraKubeProxyConfig}"
          ++ lib.optional cfg.clusterInit "--cluster-init"
          ++ lib.optional cfg.disableAgent "--disable-agent"
          ++ cfg.extraFlags
        );
      };
    };
  };
}
