# Which k3s runs, and where its images come from.
{
  config,
  lib,
  pkgs,
  ...
}:
let
  inherit (config.quorate) distribution;
  cfg = config.quorate.k3s;
  registries = pkgs.writeText "k3s-registries.yaml" (builtins.toJSON cfg.registries);
in
{
  options.quorate.k3s = {
    version = lib.mkOption {
      type = lib.types.nullOr (lib.types.strMatching "1\\.[0-9]+");
      default = null;
      example = "1.35";
      description = "Minor version of nixpkgs' k3s; null for nixpkgs' own choice.";
    };

    airgap = lib.mkOption {
      type = lib.types.bool;
      default = false;
      description = "Whether the images of k3s' own parts come with the system.";
    };

    registries = lib.mkOption {
      type = lib.types.nullOr (pkgs.formats.json { }).type;
      default = null;
      description = "/etc/rancher/k3s/registries.yaml, without passwords: it is in the store.";
    };
  };

  config = lib.mkIf (distribution == "k3s") {
    services.k3s = {
      package = lib.mkIf (cfg.version != null) (
        lib.mkDefault pkgs."k3s_${lib.replaceStrings [ "." ] [ "_" ] cfg.version}"
      );
      images = lib.mkIf cfg.airgap [ config.services.k3s.package.airgap-images ];
    };

    environment.etc = lib.mkIf (cfg.registries != null) {
      "rancher/k3s/registries.yaml".source = registries;
    };

    # It is read when k3s starts.
    systemd.services.k3s.restartTriggers = lib.mkIf (cfg.registries != null) [ registries ];
  };
}
