# Who may speak to the apiserver, as a file: Kubernetes takes it as one, and NixOS
# has no option for it.
{
  config,
  lib,
  pkgs,
  ...
}:
let
  cfg = config.quorate.apiserver;
in
{
  options.quorate.apiserver = {
    authenticationConfiguration = lib.mkOption {
      type = lib.types.nullOr (pkgs.formats.json { }).type;
      default = null;
      description = ''
        An AuthenticationConfiguration of Kubernetes, for kube-apiserver's
        --authentication-config.
      '';
    };

    authenticationFile = lib.mkOption {
      type = lib.types.raw;
      internal = true;
      readOnly = true;
      description = "The file of it; null where there is none.";
    };
  };

  # In the store, so that a change restarts the apiserver; it holds no secret.
  config.quorate.apiserver.authenticationFile =
    if cfg.authenticationConfiguration == null then
      null
    else
      pkgs.writeText "authentication-configuration.json" (
        builtins.toJSON cfg.authenticationConfiguration
      );
}
