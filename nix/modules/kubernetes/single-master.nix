# What NixOS offers for clusters with a single master stays out of it.
{ config, lib, ... }:
let
  inherit (config.services) kubernetes;
in
{
  config = lib.mkIf (config.quorate.distribution == "kubernetes") {
    assertions = [
      {
        assertion = kubernetes.roles == [ ] && !kubernetes.easyCerts;
        message = ''
          services.kubernetes.roles and easyCerts are for clusters with a single master; with several they
          overwrite what Quorate sets. Give the machine other `services` in machines.ts instead.
        '';
      }
    ];
  };
}
