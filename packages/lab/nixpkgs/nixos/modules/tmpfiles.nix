# Folders and owners, for systemd-tmpfiles: at every start, and after every switch.
{
  config,
  lib,
  pkgs,
  ...
}:
let
  cfg = config.systemd.tmpfiles;

  rule =
    path: type:
    {
      mode ? "-",
      user ? "-",
      group ? "-",
      age ? "-",
      argument ? "",
      ...
    }:
    "${type} '${path}' ${mode} ${user} ${group} ${age} ${argument}";

  text =
    paths:
    lib.concatLines (
      lib.concatLists (lib.mapAttrsToList (path: types: lib.mapAttrsToList (rule path) types) paths)
    );
in
{
  options.systemd.tmpfiles = {
    rules = lib.mkOption {
      type = lib.types.listOf lib.types.str;
      default = [ ];
    };
    settings = lib.mkOption {
      type = lib.types.attrsOf (lib.types.attrsOf (lib.types.attrsOf lib.types.attrs));
      default = { };
    };
  };

  config.environment.etc =
    lib.mapAttrs' (
      name: paths: lib.nameValuePair "tmpfiles.d/${name}.conf" { text = text paths; }
    ) cfg.settings
    // {
      "tmpfiles.d/00-nixos.conf".text = lib.concatLines cfg.rules;
    };
}
