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

  # What nodes log in with is no part of the store: it is put behind the rest when
  # k3s starts, and lies in memory, for root alone.
  runtime = "quorate-k3s";
  composed = "/run/${runtime}/registries.yaml";
  others = if cfg.registries == null then { } else cfg.registries;
  rest = pkgs.writeText "k3s-registries-without-logins.yaml" (
    lib.concatMapStrings (name: "${name}: ${builtins.toJSON others.${name}}\n") (builtins.attrNames others)
  );
  compose = pkgs.writeShellScript "compose-registries" ''
    set -eu
    umask 077
    cat ${rest} ${cfg.registryLogins} >${composed}.new
    mv -f ${composed}.new ${composed}
  '';
  logsIn = cfg.registryLogins != null;
  server = config.services.k3s.role == "server";
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

    registryLogins = lib.mkOption {
      type = lib.types.nullOr lib.types.str;
      default = null;
      example = "/var/lib/quorate/secrets/k3s-registries.yaml";
      description = ''
        Path on the host of a file with the one line `configs` of registries.yaml:
        what this node logs in to registries with. It is read when k3s starts.
      '';
    };

    composed = lib.mkOption {
      type = lib.types.raw;
      internal = true;
      readOnly = true;
      description = "What puts registries.yaml together, and its part from the store.";
    };
  };

  config = lib.mkIf (distribution == "k3s") {
    quorate.k3s.composed = { inherit compose rest; };

    services.k3s = {
      package = lib.mkIf (cfg.version != null) (
        lib.mkDefault pkgs."k3s_${lib.replaceStrings [ "." ] [ "_" ] cfg.version}"
      );
      images = lib.mkIf cfg.airgap [ config.services.k3s.package.airgap-images ];
    };

    environment.etc = lib.mkIf (cfg.registries != null || logsIn) {
      "rancher/k3s/registries.yaml".source = if logsIn then composed else registries;
    };

    systemd.services.k3s = {
      # It is read when k3s starts.
      restartTriggers = lib.mkIf (cfg.registries != null) [ registries ];

      serviceConfig = lib.mkIf logsIn (
        {
          ExecStartPre = lib.mkAfter [ "${compose}" ];
        }
        # A server has one already.
        // lib.optionalAttrs (!server) {
          RuntimeDirectory = runtime;
          RuntimeDirectoryMode = "0700";
        }
      );
    };

    assertions = [
      {
        assertion = logsIn -> !(others ? configs);
        message = ''
          quorate.k3s.registries.configs, and registryLogins, would both say what k3s is told of registries. An authority of
          your own for a registry goes into security.pki.certificateFiles.
        '';
      }
    ];
  };
}
