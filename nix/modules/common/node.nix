# Which machine this is, and that all of its parts agree on it.
{ config, lib, ... }:
let
  cfg = config.quorate.node;
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

    calledBy = lib.mkOption {
      type = lib.types.attrsOf lib.types.str;
      default = { };
      internal = true;
      description = "What else names this host, by the option that says so.";
    };
  };

  config = {
    environment.etc."quorate/node".text = "${cfg.cluster}/${cfg.name}\n";

    assertions = [
      {
        assertion = config.networking.hostName == cfg.name;
        message = "networking.hostName is ${config.networking.hostName}, but this is ${cfg.name}. ${hint}";
      }
    ]
    ++ lib.mapAttrsToList (option: called: {
      assertion = called == cfg.name;
      message = "${option} is not ${cfg.name}. ${hint}";
    }) cfg.calledBy;
  };
}
