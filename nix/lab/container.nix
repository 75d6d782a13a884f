# A node as a host of the lab: a container of systemd-nspawn, whose kernel, clock
# and disks are the machine's. Everything else stays as it is on the node.
{
  config,
  lib,
  pkgs,
  ...
}:
let
  inherit (config.services) kubernetes;

  # What a container can't have, by the option that asks for it.
  impossible =
    lib.mapAttrsToList (path: _: ''fileSystems."${path}"'') (
      lib.filterAttrs (_: { device, ... }: device != null && lib.hasPrefix "/dev/" device) config.fileSystems
    )
    ++ lib.optional (config.swapDevices != [ ]) "swapDevices"
    ++ lib.optional (config.boot.initrd.luks.devices != { }) "boot.initrd.luks.devices"
    ++ lib.optional (config.boot.extraModulePackages != [ ]) "boot.extraModulePackages";
in
{
  config = lib.mkMerge [
    {
      boot = {
        isNspawnContainer = true;
        loader = {
          efi.canTouchEfiVariables = lib.mkForce false;
          grub.enable = lib.mkForce false;
          systemd-boot.enable = lib.mkForce false;
        };
      };

      networking.useHostResolvConf = false;

      # As on the node: it listens by itself, and the store and its daemon are the host's own.
      services.openssh.startWhenNeeded = false;
      environment.variables.NIX_REMOTE = lib.mkForce "";

      # The disk is a folder of the lab's: it is never partitioned, and mounted before the host starts.
      disko.enableConfig = false;
      system.build.diskoScript = lib.mkForce (
        pkgs.writeShellScript "disko-of-the-lab" ''
          echo "a host of the lab: nothing is formatted"
        ''
      );

      assertions = map (option: {
        assertion = false;
        message = "${option} asks for what a container has not: ${config.networking.hostName} can't be a host of the lab with it. Leave it out for the lab, or try it on a machine.";
      }) impossible
      ++ [
        {
          assertion = !config.services.k3s.enable;
          message = "k3s was never tried on hosts of NixOS in the lab: `quorate lab up --hosts debian` brings up hosts that run it.";
        }
      ];
    }

    (lib.mkIf config.virtualisation.containerd.enable {
      virtualisation.containerd.settings.plugins."io.containerd.grpc.v1.cri" = {
        disable_apparmor = true;
        restrict_oom_score_adj = true;
      };
    })

    (lib.mkIf kubernetes.kubelet.enable {
      # No registry is in reach: images are those that the lab brings, wherever the host has them.
      systemd.services.quorate-lab-images = {
        description = "Images of the lab";
        after = [ "containerd.service" ];
        requires = [ "containerd.service" ];
        before = [ "kubelet.service" ];
        wantedBy = [ "kubelet.service" ];
        path = [ pkgs.containerd ];
        serviceConfig = {
          Type = "oneshot";
          RemainAfterExit = true;
        };
        script = ''
          # A host sees every set that its lab was brought up with: of one name the newest image counts.
          for image in $(ls -1tr /opt/quorate-lab/images/*.tar /opt/quorate-lab/*/images/*.tar 2>/dev/null); do
            ctr --namespace k8s.io images import "$image"
          done
        '';
      };
      # The container's control groups are the machine's, of whichever version.
      services.kubernetes.kubelet.extraConfig = {
        cgroupDriver = lib.mkForce "cgroupfs";
        enforceNodeAllocatable = [ ];
        failCgroupV1 = false;
        failSwapOn = lib.mkForce false;
      };
    })

    (lib.mkIf kubernetes.proxy.enable {
      # Connection tracking has limits of the machine's.
      services.kubernetes.proxy.extraOpts = toString [
        "--conntrack-max-per-core=0"
        "--conntrack-min=0"
        "--conntrack-tcp-timeout-established=0"
        "--conntrack-tcp-timeout-close-wait=0"
      ];
    })
  ];
}
