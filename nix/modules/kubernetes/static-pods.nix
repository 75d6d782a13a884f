# Where the kubelet finds its static pods: a folder in which a file changes only
# where its pod does.
#
# NixOS has them in /etc, and every activation puts each file of it there anew, by
# a file beside it that is renamed. The kubelet watches that folder: it reads the
# one beside it as well, takes its renaming for the end of the pod, and makes the
# pod again. kube-vip would give the VIP away at every activation.
{
  config,
  lib,
  pkgs,
  ...
}:
let
  inherit (config.quorate) distribution;
  inherit (config.services.kubernetes) kubelet;

  # Those that somebody gives to NixOS are treated the same.
  pods = kubelet.manifests // config.quorate.staticPods;

  # Known to deploy, which takes kube-vip's file away for a while.
  folder = "/run/quorate/static-pods";

  fileOf = name: lib.escapeShellArg "${name}.json";

  place = name: pod: ''
    place ${fileOf name} ${pkgs.writeText "static-pod-${name}.json" (builtins.toJSON pod)}
  '';
in
{
  options.quorate.staticPods = lib.mkOption {
    type = lib.types.attrsOf (pkgs.formats.json { }).type;
    default = { };
    description = "Pods that the kubelet runs by itself, without any apiserver.";
  };

  config = lib.mkIf (distribution == "kubernetes" && kubelet.enable && pods != { }) {
    services.kubernetes.kubelet = {
      extraConfig.staticPodPath = folder;
      # After NixOS's own flag, which names its folder in /etc: the last one counts.
      extraOpts = lib.mkIf (kubelet.manifests != { }) "--pod-manifest-path=${folder}";
    };

    environment.etc = lib.mapAttrs' (
      name: _: lib.nameValuePair "kubernetes/manifests/${name}.json" { enable = false; }
    ) kubelet.manifests;

    systemd.services.quorate-static-pods = {
      description = "Static pods of the kubelet";
      wantedBy = [ "kubernetes.target" ];
      before = [ "kubelet.service" ];

      # The kubelet passes over names that begin with a dot.
      script = ''
        mkdir -p ${folder}
        cd ${folder}
        place() {
          if [ "$(readlink "$1")" = "$2" ]; then return; fi
          ln -sfn "$2" ".$1.new"
          mv -fT ".$1.new" "$1"
        }
        ${lib.concatStrings (lib.mapAttrsToList place pods)}
        for file in *; do
          case $file in
            ${builtins.concatStringsSep " | " (map fileOf (builtins.attrNames pods))}) ;;
            *) rm -rf -- "$file" ;;
          esac
        done
      '';

      serviceConfig = {
        Type = "oneshot";
        RemainAfterExit = true;
      };
    };
  };
}
