# What only a host of the lab needs, because it is a container on Debian.
{ config, lib, ... }:
{
  config.systemd.services = lib.mkMerge [
    {
      # The sshd of a host that nothing is installed on: it has another host key.
      ssh.enable = false;
    }
    (lib.mkIf config.virtualisation.containerd.enable {
      quorate-lab-cgroups = {
        description = "Make the control groups writable, so that pods can have their own (lab)";
        wantedBy = [ "multi-user.target" ];
        before = [
          "containerd.service"
          "kubelet.service"
        ];
        serviceConfig = {
          Type = "oneshot";
          RemainAfterExit = true;
        };
        script = ''
          for controller in /sys/fs/cgroup/*/; do
            mount -o remount,bind,rw "''${controller%/}" || echo "$controller stays as it is"
          done
        '';
      };
    })
  ];
}
