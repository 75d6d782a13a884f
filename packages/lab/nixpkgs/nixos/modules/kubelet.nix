# The kubelet: a configuration file, what is still a flag, and static pods.
{
  config,
  lib,
  pkgs,
  programs,
  ...
}:
let
  top = config.services.kubernetes;
  cfg = top.kubelet;
  default = value: lib.mkOption { default = value; };
  given = lib.filterAttrs (_: value: value != null && value != "" && value != [ ] && value != { });

  configuration = {
    apiVersion = "kubelet.config.k8s.io/v1beta1";
    kind = "KubeletConfiguration";
    inherit (cfg)
      address
      containerRuntimeEndpoint
      port
      registerNode
      ;
    authentication = {
      x509 = given { clientCAFile = cfg.clientCaFile; };
      webhook = {
        enabled = true;
        cacheTTL = "10s";
      };
    };
    authorization.mode = "Webhook";
    cgroupDriver = "systemd";
    hairpinMode = "hairpin-veth";
    healthzPort = cfg.healthz.port;
    healthzBindAddress = cfg.healthz.bind;
  }
  // given {
    tlsCertFile = cfg.tlsCertFile;
    tlsPrivateKeyFile = cfg.tlsKeyFile;
    clusterDomain = cfg.clusterDomain;
    clusterDNS = cfg.clusterDns;
    featureGates = cfg.featureGates;
  }
  // cfg.extraConfig;

  configFile = pkgs.writeText "kubelet-config" (
    builtins.toJSON ((import ../adaptations lib).kubeletConfiguration configuration)
  );

  taints = builtins.concatStringsSep "," (
    map (taint: "${taint.key}=${taint.value}:${taint.effect}") (builtins.attrValues cfg.taints)
  );

  # As on NixOS: a folder that is given, or one of the configurations one by one.
  cni =
    if cfg.cni.configDir == null then
      pkgs.runCommand "kubernetes-cni-config" { } ''
        mkdir "$out"
        for folder in ${toString cniFolders}; do ln -s "$folder"/* "$out"; done
      ''
    else if cfg.cni.config != [ ] then
      throw "Verbatim CNI-config and CNI configDir cannot both be set."
    else
      cfg.cni.configDir;

  cniFolders = builtins.genList (
    index:
    let
      entry = builtins.elemAt cfg.cni.config index;
    in
    pkgs.writeTextDir "${toString (11 + index)}-${entry.type}.conf" (builtins.toJSON entry)
  ) (builtins.length cfg.cni.config);

  manifests = lib.mapAttrs' (
    name: manifest:
    lib.nameValuePair "kubernetes/manifests/${name}.json" {
      text = builtins.toJSON manifest;
      mode = "0755";
    }
  ) cfg.manifests;
in
{
  options.services.kubernetes.kubelet = {
    enable = default false;
    address = default "0.0.0.0";
    clientCaFile = default top.caFile;
    clusterDns = default [ "10.1.0.1" ];
    clusterDomain = default "cluster.local";
    cni.config = lib.mkOption {
      type = lib.types.listOf lib.types.raw;
      default = [ ];
    };
    cni.configDir = default null;
    containerRuntimeEndpoint = default "unix:///run/containerd/containerd.sock";
    extraConfig = default { };
    extraOpts = lib.mkOption {
      type = lib.types.separatedString " ";
      default = "";
    };
    featureGates = default top.featureGates;
    healthz.bind = default "127.0.0.1";
    healthz.port = default 10248;
    hostname = default config.networking.hostName;
    kubeconfig = lib.mkOption { };
    manifests = lib.mkOption {
      type = lib.types.attrsOf lib.types.attrs;
      default = { };
    };
    nodeIp = default null;
    port = default 10250;
    registerNode = default true;
    taints = lib.mkOption {
      type = lib.types.attrsOf (
        lib.types.submodule (
          { name, ... }:
          {
            options.key = default name;
          }
        )
      );
      default = { };
    };
    tlsCertFile = default null;
    tlsKeyFile = default null;
    unschedulable = default false;
    verbosity = default null;
  };

  config = lib.mkIf cfg.enable {
    environment.etc = manifests // {
      "cni/net.d".source = cni;
    };

    boot.kernel.sysctl = {
      "net.bridge.bridge-nf-call-iptables" = 1;
      "net.bridge.bridge-nf-call-ip6tables" = 1;
      "net.ipv4.ip_forward" = 1;
    };

    services.kubernetes.kubelet.taints = lib.mkIf cfg.unschedulable {
      unschedulable = {
        value = "true";
        effect = "NoSchedule";
      };
    };

    systemd.services.kubelet = lib.mkMerge [
      top.lib.service
      {
        description = "Kubernetes Kubelet Service";
        after = [
          "containerd.service"
          "network.target"
          "kube-apiserver.service"
        ];
        # NixOS imports an image that it has built for the pods' infrastructure; these are the lab's.
        preStart = ''
          for image in ${programs.images}/*.tar; do
            [ -e "$image" ] || continue
            echo "Seeding container image: $image"
            ${programs.ctr} --namespace k8s.io images import "$image"
          done
          mkdir -p /opt/cni/bin
          for plugin in ${programs.cniPlugins}/*; do
            ln -sf "$plugin" /opt/cni/bin/
          done
        '';
        serviceConfig = {
          MemoryAccounting = true;
          RestartSec = "1000ms";
          ExecStart = top.lib.commandLine "kubelet" {
            config = configFile;
            hostname-override = cfg.hostname;
            kubeconfig = top.lib.mkKubeConfig "kubelet" cfg.kubeconfig;
            node-ip = cfg.nodeIp;
            pod-manifest-path = if cfg.manifests == { } then null else "/etc/kubernetes/manifests";
            register-with-taints = if taints == "" then null else taints;
            root-dir = top.dataDir;
            v = if cfg.verbosity == null then null else toString cfg.verbosity;
          } cfg.extraOpts;
        };
      }
    ];
  };
}
