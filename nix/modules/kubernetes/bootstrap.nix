# The bootstrap works through the apiserver of its own host.
{ config, lib, ... }:
let
  inherit (config.quorate) distribution bootstrap;
  inherit (config.services) kubernetes;
in
{
  config = lib.mkIf (distribution == "kubernetes" && bootstrap.enable) {
    quorate.bootstrap = {
      apiserverUnit = "kube-apiserver.service";
      target = "kubernetes.target";
      inherit (kubernetes) package;
    };

    assertions = [
      {
        assertion = kubernetes.apiserver.enable;
        message = ''
          quorate.bootstrap applies its objects through the apiserver of its own host, and there is none. Give the
          machine the service "kubernetes" in machines.ts, or turn quorate.bootstrap.enable off.
        '';
      }
    ];
  };
}
