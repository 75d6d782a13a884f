# What the apiserver takes as a file and NixOS has no option for.
{
  config,
  lib,
  pkgs,
  ...
}:
let
  cfg = config.quorate.apiserver;
  inherit (config.quorate) distribution;
  inherit (config.services.kubernetes) apiserver;
  given = apiserver.enable && cfg.authenticationConfiguration != null;
  # In the store, so that a change restarts the apiserver; it holds no secret.
  file = pkgs.writeText "authentication-configuration.json" (
    builtins.toJSON cfg.authenticationConfiguration
  );
in
{
  options.quorate.apiserver.authenticationConfiguration = lib.mkOption {
    type = lib.types.nullOr (pkgs.formats.json { }).type;
    default = null;
    description = ''
      An AuthenticationConfiguration of Kubernetes, for kube-apiserver's
      --authentication-config.
    '';
  };

  config = lib.mkIf (distribution == "kubernetes" && given) {
    services.kubernetes.apiserver.extraOpts = "--authentication-config=${file}";
  };
}
