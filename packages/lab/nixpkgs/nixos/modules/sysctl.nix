# Kernel parameters. Those that a container may not set are systemd-sysctl's to skip.
{
  config,
  lib,
  ...
}:
let
  line =
    name: value:
    "${name}=${
      if value == true then
        "1"
      else if value == false then
        "0"
      else
        toString value
    }";
  set = lib.filterAttrs (_: value: value != null) config.boot.kernel.sysctl;
in
{
  options.boot.kernel.sysctl = lib.mkOption {
    type = lib.types.attrsOf lib.types.raw;
    default = { };
  };

  config = {
    environment.etc."sysctl.d/60-nixos.conf".text = lib.concatLines (lib.mapAttrsToList line set);
    systemd.services.systemd-sysctl = {
      overrideStrategy = "asDropin";
      restartTriggers = [ "${config.environment.etc."sysctl.d/60-nixos.conf".source}" ];
      stopIfChanged = false;
    };
  };
}
