# Units: `systemd.services` and its like as NixOS has them, and in the end the
# files of /etc/systemd/system.
{
  config,
  lib,
  pkgs,
  programs,
  ...
}:
let
  unit = import ../unit.nix { inherit lib; };
  cfg = config.systemd;

  list = lib.mkOption {
    type = lib.types.listOf lib.types.str;
    default = [ ];
  };

  common = {
    enable = lib.mkOption { default = true; };
    description = lib.mkOption { default = ""; };
    after = list;
    before = list;
    bindsTo = list;
    conflicts = list;
    partOf = list;
    reloadTriggers = list;
    requiredBy = list;
    requires = list;
    restartTriggers = list;
    wantedBy = list;
    wants = list;
    unitConfig = lib.mkOption { default = { }; };
    # Only in addition to a unit file that the host has already.
    overrideStrategy = lib.mkOption { default = "asDropinIfExists"; };
  };

  script =
    name: text:
    pkgs.writeShellScript "unit-script-${name}" ''
      set -e
      ${text}
    '';

  # What a hook of a service's becomes in its unit.
  hook =
    name: text: suffix:
    lib.mkIf (text != "") [ "${script "${name}-${suffix}" text}" ];

  service = lib.types.submodule (
    { name, config, ... }:
    {
      options = common // {
        environment = lib.mkOption { default = { }; };
        path = list;
        script = lib.mkOption {
          type = lib.types.lines;
          default = "";
        };
        preStart = lib.mkOption {
          type = lib.types.lines;
          default = "";
        };
        postStart = lib.mkOption {
          type = lib.types.lines;
          default = "";
        };
        preStop = lib.mkOption {
          type = lib.types.lines;
          default = "";
        };
        postStop = lib.mkOption {
          type = lib.types.lines;
          default = "";
        };
        serviceConfig = lib.mkOption { default = { }; };
        reloadIfChanged = lib.mkOption { default = false; };
        restartIfChanged = lib.mkOption { default = true; };
        stopIfChanged = lib.mkOption { default = true; };
      };
      config = {
        environment.PATH = lib.mkIf (config.overrideStrategy != "asDropin") (
          builtins.concatStringsSep ":" (map (package: "${package}/bin") config.path ++ [ programs.path ])
        );
        serviceConfig = {
          ExecStart = lib.mkIf (config.script != "") "${script "${name}-start" config.script}";
          ExecStartPre = hook name config.preStart "pre-start";
          ExecStartPost = hook name config.postStart "post-start";
          ExecStop = hook name config.preStop "pre-stop";
          ExecStopPost = hook name config.postStop "post-stop";
        };
      };
    }
  );

  units =
    type:
    lib.mkOption {
      type = lib.types.attrsOf type;
      default = { };
    };

  # The files that a unit is, as { path, text } or { path, link }.
  filesOf =
    suffix: toText: name: value:
    let
      full = "${name}.${suffix}";
      pulled =
        kind: targets:
        map (target: {
          path = "${target}.${kind}/${full}";
          link = if dropIn then "/lib/systemd/system/${full}" else "../${full}";
        }) targets;
      dropIn = value.overrideStrategy == "asDropin";
    in
    if !value.enable then
      [
        {
          path = full;
          link = "/dev/null";
        }
      ]
    else
      [
        {
          path = if dropIn then "${full}.d/overrides.conf" else full;
          text = toText value;
        }
      ]
      ++ pulled "wants" value.wantedBy
      ++ pulled "requires" value.requiredBy;

  all =
    suffix: toText: values:
    lib.concatLists (lib.mapAttrsToList (filesOf suffix toText) values);
in
{
  options.systemd = {
    services = units service;
    targets = units (lib.types.submodule { options = common; });
    slices = units (lib.types.submodule { options = common; });

    # The content of /etc/systemd/system.
    unitFiles = lib.mkOption {
      type = lib.types.listOf lib.types.raw;
      default = [ ];
    };
  };

  config.systemd.unitFiles =
    all "service" unit.service cfg.services
    ++ all "target" unit.plain cfg.targets
    ++ all "slice" unit.plain cfg.slices;
}
