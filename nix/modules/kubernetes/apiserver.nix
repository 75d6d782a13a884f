# What the apiserver takes as a file and NixOS has no option for.
{ config, lib, ... }:
let
  inherit (config.quorate) distribution;
  inherit (config.quorate.apiserver) authenticationFile;
  inherit (config.services.kubernetes) apiserver;
in
{
  config = lib.mkIf (distribution == "kubernetes" && apiserver.enable && authenticationFile != null) {
    services.kubernetes.apiserver.extraOpts = "--authentication-config=${authenticationFile}";
  };
}
