# The closure, and what stands in for formatting a disk.
{
  config,
  lib,
  pkgs,
  programs,
  ...
}:
let
  failed = builtins.filter (assertion: !assertion.assertion) config.assertions;
  checked =
    value:
    if failed == [ ] then
      lib.foldl' (kept: warning: builtins.trace "warning: ${warning}" kept) value config.warnings
    else
      throw "Failed assertions:\n${lib.concatLines (map (one: "- ${one.message}") failed)}";

  # Texts by their paths, one after the other: each is headed by its length in lines.
  archive = lib.concatMapStrings (
    file:
    if file ? text then
      "${toString (builtins.length (lib.splitString "\n" file.text) - 1)} ${file.path}\n${file.text}"
    else
      ""
  );
  links = lib.concatMapStrings (file: if file ? link then "${file.link} ${file.path}\n" else "");

  enabled = builtins.filter (file: file.enable) (builtins.attrValues config.environment.etc);
  etc = lib.concatMapStrings (
    file: "${file.mode} ${file.user} ${file.group} ${file.source} ${file.target}\n"
  ) enabled;

  # What `activate` makes sure of.
  users = lib.concatLines (
    lib.mapAttrsToList (name: user: "${name} ${toString user.uid} ${user.home}") (
      lib.filterAttrs (_: user: user.uid != null) config.users.users
    )
  );
in
{
  options.system.build = lib.mkOption {
    type = lib.types.lazyAttrsOf lib.types.raw;
    default = { };
  };

  config.system.build.toplevel = checked (
    pkgs.runCommand "nixos-system-${config.networking.hostName}-lab" {
      units = archive config.systemd.unitFiles;
      unitLinks = links config.systemd.unitFiles;
      inherit etc users;
      activate = builtins.readFile ../scripts/activate.sh;
      switch = builtins.readFile ../scripts/switch-to-configuration.sh;
      init = builtins.readFile ../scripts/init.sh;
      passAsFile = [
        "activate"
        "etc"
        "init"
        "switch"
        "unitLinks"
        "units"
        "users"
      ];
      # What NixOS' services put on PATH: etcdctl, kubectl, ctr.
      systemPath = "${programs.lab}/bin";
      hostPlatform = config.nixpkgs.hostPlatform.system or config.nixpkgs.hostPlatform;
    } (builtins.readFile ../scripts/toplevel.sh)
  );
}
