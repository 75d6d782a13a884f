# The folder of certificates and keys: who owns what, and that no service starts
# without what it reads.
#
# The files come with the installation or over ssh, as root's; systemd-tmpfiles
# gives them to their readers at every start and after every switch.
{
  config,
  lib,
  pkgs,
  ...
}:
let
  cfg = config.quorate.secrets;

  pathOf = file: "${cfg.directory}/${file}";

  # Runs as the service's own user, so that it sees what that user may read. It
  # fails the start, and the service tries again: once the files are there, it
  # goes on by itself.
  check =
    service: files:
    pkgs.writeShellScript "check-secrets-of-${service}" ''
      missing=0
      for file in ${lib.escapeShellArgs (map pathOf files)}; do
        if [ ! -r "$file" ]; then
          echo "${service}: $file is missing or not readable; send it with: quorate deploy ${config.networking.hostName}" >&2
          missing=1
        fi
      done
      exit "$missing"
    '';

  unknown = lib.subtractLists (builtins.attrNames cfg.files) (
    lib.unique (lib.concatLists (builtins.attrValues cfg.requiredBy))
  );
in
{
  options.quorate.secrets = {
    directory = lib.mkOption {
      type = lib.types.path;
      default = "/var/lib/quorate/secrets";
      description = "Folder on the host that holds its certificates and keys.";
    };

    files = lib.mkOption {
      type = lib.types.attrsOf (
        lib.types.submodule {
          options = {
            owner = lib.mkOption {
              type = lib.types.enum [
                "root"
                "etcd"
                "kubernetes"
              ];
              default = "root";
              description = "User that reads the file; its group is the file's group.";
            };

            mode = lib.mkOption {
              type = lib.types.enum [
                "0600"
                "0644"
              ];
              default = "0600";
              description = "0600 for what must stay private, 0644 for certificates and public keys.";
            };
          };
        }
      );
      default = { };
      description = "The files of the folder, by their names.";
    };

    requiredBy = lib.mkOption {
      type = lib.types.attrsOf (lib.types.listOf lib.types.str);
      default = { };
      example.etcd = [ "etcd-server.key" ];
      description = "The files without which a systemd service does not start, by the service's name.";
    };
  };

  config = lib.mkIf (cfg.files != { }) {
    systemd.tmpfiles.settings."10-quorate-secrets" = {
      # Others may pass through to a file that they can read, and not list what there is.
      ${cfg.directory}.d = {
        user = "root";
        group = "root";
        mode = "0711";
      };
    }
    // lib.mapAttrs' (
      file:
      { owner, mode }:
      lib.nameValuePair (pathOf file) {
        z = {
          user = owner;
          group = owner;
          inherit mode;
        };
      }
    ) cfg.files;

    systemd.services = lib.mapAttrs (service: files: {
      serviceConfig.ExecStartPre = lib.mkBefore [ "${check service files}" ];
    }) cfg.requiredBy;

    assertions = [
      {
        assertion = unknown == [ ];
        message = ''
          quorate.secrets.requiredBy names ${toString unknown}, which quorate.secrets.files does not have.
          Add an owner and a mode for it there.
        '';
      }
    ];
  };
}
