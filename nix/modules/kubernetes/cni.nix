# Which plugins containerd puts a pod on the network with.
#
# NixOS writes each entry of `kubelet.cni.config` to a `.conf` of its own, and containerd takes the first: no second
# plugin is ever called. A `.conflist` has them all; NixOS takes one in a folder.
{
  config,
  lib,
  pkgs,
  ...
}:
let
  inherit (config.quorate) distribution;
  inherit (config.quorate.cni) configuration;
  inherit (config.services.kubernetes) kubelet;
  # Whoever lists `.conf` files in the escape hatch gets those, as NixOS has them.
  used = kubelet.enable && configuration != null && kubelet.cni.config == [ ];
  folder = pkgs.writeTextDir "10-${configuration.name}.conflist" (builtins.toJSON configuration);
in
{
  options.quorate.cni.configuration = lib.mkOption {
    type = lib.types.nullOr (pkgs.formats.json { }).type;
    default = null;
    description = ''
      A list of CNI plugins, as a .conflist file has it; null where another than Quorate brings the pod network.
    '';
  };

  config = lib.mkIf (distribution == "kubernetes") {
    services.kubernetes.kubelet.cni = {
      # NixOS' flannel lists itself, by a default.
      config = lib.mkIf (configuration != null) (lib.mkOverride 900 [ ]);
      configDir = lib.mkIf used folder;
    };

    # containerd watches the folder that the path led to when it was started. Pods live on.
    systemd.services = lib.mkIf used { containerd.restartTriggers = [ folder ]; };
  };
}
