# The bootstrap works through the server of its own host.
{ config, lib, ... }:
let
  inherit (config.quorate) distribution bootstrap;
in
{
  config = lib.mkIf (distribution == "k3s" && bootstrap.enable) {
    quorate.bootstrap = {
      apiserverUnit = "k3s.service";
      target = "multi-user.target";
      # k3s' own kubectl is in its package.
      inherit (config.services.k3s) package;
    };

    assertions = [
      {
        assertion = config.services.k3s.role == "server";
        message = ''
          quorate.bootstrap applies its objects through the server of its own host, and this one is an agent. Give the
          machine the services "kubernetes" and "etcd" in machines.ts, or turn quorate.bootstrap.enable off.
        '';
      }
    ];
  };
}
