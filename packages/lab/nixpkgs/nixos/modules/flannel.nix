# flannel, in both of NixOS's layers: the service, and what Kubernetes makes of
# it. The program is flanneld, or the lab's stand-in, which takes its environment.
{
  config,
  lib,
  programs,
  ...
}:
let
  top = config.services.kubernetes;
  cfg = config.services.flannel;
  default = value: lib.mkOption { default = value; };
in
{
  options.services = {
    kubernetes.flannel.enable = default false;
    flannel = {
      enable = default false;
      backend = default { Type = "vxlan"; };
      extraNetworkConfig = default { };
      iface = default null;
      kubeconfig = default null;
      network = default top.clusterCidr;
      nodeName = default top.kubelet.hostname;
      publicIp = default null;
      subnetLen = default 24;
    };
  };

  config = lib.mkMerge [
    (lib.mkIf top.flannel.enable {
      services.flannel.enable = lib.mkDefault true;
      services.kubernetes.kubelet.cni.config = lib.mkDefault [
        {
          name = "mynet";
          type = "flannel";
          cniVersion = "0.3.1";
          delegate = {
            isDefaultGateway = true;
            hairpinMode = true;
            bridge = "mynet";
          };
        }
      ];
    })
    (lib.mkIf cfg.enable {
      environment.etc."kube-flannel/net-conf.json".text = builtins.toJSON (
        {
          Network = cfg.network;
          SubnetLen = cfg.subnetLen;
          Backend = cfg.backend;
        }
        // cfg.extraNetworkConfig
      );
      systemd.services.flannel = {
        description = "Flannel Service";
        wantedBy = [ "multi-user.target" ];
        after = [ "network.target" ];
        environment = {
          FLANNELD_PUBLIC_IP = cfg.publicIp;
          FLANNELD_IFACE = cfg.iface;
          FLANNELD_KUBE_SUBNET_MGR = "true";
          FLANNELD_KUBECONFIG_FILE = cfg.kubeconfig;
          NODE_NAME = cfg.nodeName;
        };
        serviceConfig = {
          ExecStart = programs.flannel;
          Restart = "always";
          RestartSec = "10s";
          RuntimeDirectory = "flannel";
        };
      };
    })
  ];
}
