# Which machine this is, and that all of its parts agree on it.
{ config, lib, ... }:
let
  cfg = config.quorate.node;
  kubernetes = config.services.kubernetes;
  hint = "The name is in the node's certificates. Rename the machine in machines.ts instead of setting this option.";
in
{
  options.quorate.node = {
    name = lib.mkOption {
      type = lib.types.str;
      description = "Name of the node in machines.ts.";
      example = "node1";
    };

    cluster = lib.mkOption {
      type = lib.types.str;
      description = "Name of the cluster.";
      example = "home";
    };
  };

  config = {
    environment.etc."quorate/node".text = "${cfg.cluster}/${cfg.name}\n";

    assertions = [
      {
        assertion = config.networking.hostName == cfg.name;
        message = "networking.hostName is ${config.networking.hostName}, but this is ${cfg.name}. ${hint}";
      }
      {
        assertion = kubernetes.kubelet.enable -> kubernetes.kubelet.hostname == cfg.name;
        message = "services.kubernetes.kubelet.hostname is not ${cfg.name}. ${hint}";
      }
      {
        assertion = kubernetes.proxy.enable -> kubernetes.proxy.hostname == cfg.name;
        message = "services.kubernetes.proxy.hostname is not ${cfg.name}. ${hint}";
      }
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
