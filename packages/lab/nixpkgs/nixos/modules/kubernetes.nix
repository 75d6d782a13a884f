# What the components of Kubernetes share.
{
  config,
  lib,
  pkgs,
  programs,
  ...
}:
let
  cfg = config.services.kubernetes;
  components = [
    cfg.apiserver
    cfg.controllerManager
    cfg.kubelet
    cfg.proxy
    cfg.scheduler
  ];
  adaptations = import ../adaptations lib;
in
{
  options.services.kubernetes = {
    apiserverAddress = lib.mkOption { };
    caFile = lib.mkOption { default = null; };
    clusterCidr = lib.mkOption { default = "10.1.0.0/16"; };
    dataDir = lib.mkOption { default = "/var/lib/kubernetes"; };
    easyCerts = lib.mkOption { default = false; };
    featureGates = lib.mkOption { default = { }; };
    package = lib.mkOption { default = programs.kubernetes; };
    roles = lib.mkOption { default = [ ]; };
    lib = lib.mkOption { type = lib.types.raw; };
  };

  config = {
    services.kubernetes.lib = {
      # A kubeconfig that names its certificate and key, and holds neither.
      mkKubeConfig =
        name: access:
        pkgs.writeText "${name}-kubeconfig" (
          builtins.toJSON {
            apiVersion = "v1";
            kind = "Config";
            clusters = [
              {
                name = "local";
                cluster = {
                  inherit (access) server;
                  certificate-authority = access.caFile or cfg.caFile;
                };
              }
            ];
            users = [
              {
                inherit name;
                user = {
                  client-certificate = access.certFile;
                  client-key = access.keyFile;
                };
              }
            ];
            contexts = [
              {
                name = "local";
                context = {
                  cluster = "local";
                  user = name;
                };
              }
            ];
            current-context = "local";
          }
        );

      # Command lines: flags by their names (null for one that is not given), and
      # `extraOpts`, which counts after them.
      commandLine =
        program: flags: extraOpts:
        let
          given = lib.mapAttrsToList (name: value: "--${name}=${value}") (
            lib.filterAttrs (_: value: value != null) flags
          );
          extra = builtins.filter (word: word != "") (lib.splitString " " extraOpts);
        in
        builtins.concatStringsSep " " (
          [ "${cfg.package}/bin/${program}" ] ++ adaptations.flags program (given ++ extra)
        );

      # `--feature-gates`, or none.
      gates =
        gates:
        if gates == { } then
          null
        else
          builtins.concatStringsSep "," (
            lib.mapAttrsToList (name: value: "${name}=${lib.boolToString value}") gates
          );

      # What every component's service has.
      service = {
        wantedBy = [ "kubernetes.target" ];
        unitConfig.StartLimitIntervalSec = 0;
        serviceConfig = {
          Slice = "kubernetes.slice";
          WorkingDirectory = cfg.dataDir;
          Restart = "on-failure";
        };
      };
    };

    systemd = lib.mkIf (builtins.any (component: component.enable) components) {
      targets.kubernetes = {
        description = "Kubernetes";
        wantedBy = [ "multi-user.target" ];
      };
      tmpfiles.rules = [
        "d /opt/cni/bin 0755 root root -"
        "d /run/kubernetes 0755 kubernetes kubernetes -"
        "d ${cfg.dataDir} 0755 kubernetes kubernetes -"
      ];
    };

    users.users = lib.mkIf (builtins.any (component: component.enable) components) {
      kubernetes = {
        uid = 162;
        description = "Kubernetes user";
        home = cfg.dataDir;
      };
    };
  };
}
