# What this system was built from, so that a deployment can tell whether there
# is anything to do without building it first.
{ config, lib, ... }:
let
  cfg = config.quorate;
in
{
  options.quorate.fingerprint = lib.mkOption {
    type = lib.types.nullOr (lib.types.strMatching "[0-9a-f]{64}");
    default = null;
    description = ''
      SHA-256 of everything that the system depends on, as in
      nix/generated/fingerprints.json; written to
      /etc/quorate/fingerprint.
    '';
  };

  options.quorate.generated = lib.mkOption {
    type = lib.types.nullOr lib.types.str;
    default = null;
    description = ''
      The node's option values in nix/generated, as JSON; written to
      /etc/quorate/options.json, so that a plan can say what changes.
    '';
  };

  config.environment.etc = lib.mkMerge [
    (lib.mkIf (cfg.fingerprint != null) {
      "quorate/fingerprint".text = "${cfg.fingerprint}\n";
    })
    (lib.mkIf (cfg.generated != null) {
      "quorate/options.json".text = cfg.generated;
    })
  ];
}
