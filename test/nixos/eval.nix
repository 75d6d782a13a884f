# The nodes of a nix/generated folder, evaluated by the real NixOS: the path of
# each system's derivation, what NixOS complains about, and what its units say.
# Nothing is built, and with --readonly-mode nothing is written.
{
  # Absolute path of a nixpkgs tree.
  nixpkgs,
  # Absolute path of a disko tree; empty for a stub of it.
  disko,
  # Absolute path of a nix/generated folder.
  generated,
}:
let
  evalConfig = import (nixpkgs + "/nixos/lib/eval-config.nix");
  inherit (import (generated + "/machines.nix")) nodes;

  evaluate =
    name:
    let
      inherit
        (evalConfig {
          system = null;
          modules = import ../../nix/node.nix {
            disko.nixosModules.disko = if disko == "" then ./disko-stub.nix else disko + "/module.nix";
            inherit generated name;
            modules = [
              {
                nixpkgs.overlays = [ (import ./haskell-stubs.nix nixpkgs) ];
                # Else NixOS reads them from the tree's .git, by a function that Nix 2.8 does not have.
                system.nixos = {
                  revision = "unknown";
                  versionSuffix = "";
                };
              }
            ];
          };
        })
        config
        ;
      unit = service: config.systemd.units."${service}.service".text or null;
      etc = path: config.environment.etc.${path} or null;
      cni = (etc "cni/net.d").source or { };
    in
    {
      drvPath = config.system.build.toplevel.drvPath;
      assertions = map ({ message, ... }: message) (
        builtins.filter ({ assertion, ... }: !assertion) config.assertions
      );
      inherit (config) warnings;
      inherit (config.networking) hostName nameservers;
      motd = (etc "motd.d/quorate").text or null;
      units = builtins.listToAttrs (
        map
          (service: {
            name = service;
            value = unit service;
          })
          [
            "etcd"
            "flannel"
            "k3s"
            "kube-addon-manager"
            "kube-apiserver"
            "kube-controller-manager"
            "kube-proxy"
            "kube-scheduler"
            "kubelet"
            "quorate-bootstrap"
          ]
      );
      manifest = config.quorate.staticPods.kube-vip or null;
      staticPods = config.systemd.services.quorate-static-pods.script or null;
      manifestsInEtc = builtins.filter (path: config.environment.etc.${path}.enable) (
        builtins.filter (path: builtins.match "kubernetes/manifests.*" path != null) (
          builtins.attrNames config.environment.etc
        )
      );
      kubeletConfig = config.services.kubernetes.kubelet.extraConfig;
      cni = {
        file = cni.name or null;
        configuration = if cni ? text then builtins.fromJSON cni.text else null;
        # Whether another list restarts containerd.
        restarts = builtins.elem cni (config.systemd.services.containerd.restartTriggers or [ ]);
        containerd = config.systemd.services ? containerd;
        plugins = map (package: package.pname or package.name) config.services.kubernetes.kubelet.cni.packages;
        containerdPath = map (package: package.pname or package.name) (config.systemd.services.containerd.path or [ ]);
      };
      # What there is of k3s beside its unit.
      k3s =
        let
          inherit (config.services) k3s;
          links = config.systemd.tmpfiles.settings."10-quorate-kube-vip" or { };
        in
        if !k3s.enable then
          null
        else
          {
            version = k3s.package.version;
            settings =
              if k3s.configPath == null then
                null
              else
                builtins.fromJSON (builtins.unsafeDiscardStringContext config.quorate.k3s.settingsFile.text);
            sameFile = k3s.configPath;
            found =
              if k3s.role == "server" then
                builtins.unsafeDiscardStringContext config.quorate.k3s.found.text
              else
                null;
            images = map (image: image.name) k3s.images;
            registries = (etc "rancher/k3s/registries.yaml").source.text or null;
            composed =
              let
                inherit (config.quorate.k3s) composed registryLogins;
                text = file: builtins.unsafeDiscardStringContext file.text;
              in
              if registryLogins == null then
                null
              else
                {
                  script = text composed.compose;
                  rest = text composed.rest;
                  restPath = builtins.unsafeDiscardStringContext "${composed.rest}";
                  link = (etc "rancher/k3s/registries.yaml").source;
                };
            kubeVip = builtins.attrNames links;
            inhibit = config.services.logind.settings.Login.InhibitDelayMaxSec or null;
          };
      cniBinaries =
        config.virtualisation.containerd.settings.plugins."io.containerd.grpc.v1.cri".cni.bin_dir or null;
      tmpfiles = config.systemd.tmpfiles.settings."10-quorate-secrets";
      firewall = config.networking.firewall.interfaces;
      flannel =
        if config.services.flannel.enable then
          config.services.flannel.extraNetworkConfig // { Network = config.services.flannel.network; }
        else
          { };
      uplink = config.systemd.network.units."10-uplink.network".text;
      sshd = config.services.openssh.extraConfig;
      sshPorts = config.services.openssh.ports;
      fileSystems = builtins.attrNames config.fileSystems;
      bootLoader =
        if config.boot.loader.grub.enable then
          "grub"
        else if config.boot.loader.systemd-boot.enable then
          "systemd-boot"
        else
          "none";
      grubDevices = config.boot.loader.grub.devices;
      system = config.nixpkgs.hostPlatform.system;
      fingerprint = (etc "quorate/fingerprint").text or null;
      authentication = config.quorate.apiserver.authenticationConfiguration;
    };
in
builtins.mapAttrs (name: _: evaluate name) nodes
