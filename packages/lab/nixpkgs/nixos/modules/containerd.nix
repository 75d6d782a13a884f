# containerd, with what it needs to run in a container itself: no profiles of
# AppArmor, and no out-of-memory score below its own.
{
  config,
  lib,
  programs,
  ...
}:
let
  cfg = config.virtualisation.containerd;
  # Of NixOS' settings, where a CNI is that somebody installs later.
  cni = {
    bin_dir = "/opt/cni/bin";
    conf_dir = "/etc/cni/net.d";
  }
  // cfg.settings.plugins."io.containerd.grpc.v1.cri".cni or { };
in
{
  options.virtualisation.containerd = {
    enable = lib.mkOption {
      default = config.services.kubernetes.kubelet.enable;
    };
    settings = lib.mkOption {
      type = lib.types.anything;
      default = { };
    };
  };

  config = lib.mkIf cfg.enable {
    environment.etc."containerd/config.toml".text = ''
      version = 2
      root = "/var/lib/containerd"
      state = "/run/containerd"
      oom_score = 0

      [grpc]
      address = "/run/containerd/containerd.sock"

      [plugins."io.containerd.grpc.v1.cri"]
      sandbox_image = "docker.io/library/pause:latest"
      disable_apparmor = true
      restrict_oom_score_adj = true

      [plugins."io.containerd.grpc.v1.cri".cni]
      bin_dir = "${cni.bin_dir}"
      conf_dir = "${cni.conf_dir}"
      max_conf_num = 0

      [plugins."io.containerd.grpc.v1.cri".containerd]
      snapshotter = "overlayfs"

      [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc]
      runtime_type = "io.containerd.runc.v2"
    '';

    systemd.services.containerd = {
      description = "containerd - container runtime";
      wantedBy = [ "multi-user.target" ];
      after = [
        "network.target"
        "local-fs.target"
        "dbus.service"
      ];
      restartTriggers = [ "${config.environment.etc."containerd/config.toml".source}" ];
      unitConfig = {
        StartLimitBurst = "16";
        StartLimitIntervalSec = "120s";
      };
      serviceConfig = {
        ExecStart = "${programs.containerd} --config /etc/containerd/config.toml";
        Delegate = "yes";
        KillMode = "process";
        Type = "notify";
        Restart = "always";
        RestartSec = "10";
        LimitNPROC = "infinity";
        LimitCORE = "infinity";
        TasksMax = "infinity";
        StateDirectory = "containerd";
        RuntimeDirectory = "containerd";
        RuntimeDirectoryPreserve = "yes";
      };
    };
  };
}
