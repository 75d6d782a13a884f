# What kubelet and kube-proxy call this host.
{ config, lib, ... }:
let
  inherit (config.services.kubernetes) kubelet proxy;
in
{
  config = lib.mkIf (config.quorate.distribution == "kubernetes") {
    quorate.node.calledBy =
      lib.optionalAttrs kubelet.enable { "services.kubernetes.kubelet.hostname" = kubelet.hostname; }
      // lib.optionalAttrs proxy.enable { "services.kubernetes.proxy.hostname" = proxy.hostname; };
  };
}
