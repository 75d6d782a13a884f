# Users, by `activate`: those that are missing are made, others are left alone.
# NixOS gives etcd an id of its own choice; here it is a fixed one.
{
  config,
  lib,
  ...
}:
let
  cfg = config.users;
  keys = lib.filterAttrs (_: user: user.openssh.authorizedKeys.keys != [ ]) cfg.users;
in
{
  options.users.users = lib.mkOption {
    type = lib.types.attrsOf (
      lib.types.submodule {
        options = {
          uid = lib.mkOption { default = null; };
          home = lib.mkOption { default = "/var/empty"; };
          description = lib.mkOption { default = ""; };
          openssh.authorizedKeys.keys = lib.mkOption {
            type = lib.types.listOf lib.types.str;
            default = [ ];
          };
        };
      }
    );
    default = { };
  };

  config.environment.etc = lib.mapAttrs' (
    name: user:
    lib.nameValuePair "ssh/authorized_keys.d/${name}" {
      text = lib.concatLines user.openssh.authorizedKeys.keys;
      mode = "0444";
    }
  ) keys;
}
