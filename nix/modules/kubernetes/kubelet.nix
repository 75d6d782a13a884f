# What a host with pods needs besides the kubelet.
{ config, lib, ... }:
let
  inherit (config.quorate) distribution;
  inherit (config.services.kubernetes) kubelet;
in
{
  config = lib.mkIf (distribution == "kubernetes" && kubelet.enable) {
    # Longer than the kubelet's shutdownGracePeriod; else the kubelet would write
    # this itself, into an /etc that is not its own.
    services.logind.settings.Login.InhibitDelayMaxSec = lib.mkDefault 90;

    # A container may only use what the kernel has loaded.
    boot.kernelModules = [
      "ip6_tables"
      "ip_tables"
      "vxlan"
    ];
  };
}
