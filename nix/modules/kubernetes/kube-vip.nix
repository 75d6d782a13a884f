# kube-vip as a static pod of the kubelet.
{ config, lib, ... }:
let
  inherit (config.quorate) distribution;
  inherit (config.quorate.kubeVip) manifest;
in
{
  config = lib.mkIf (distribution == "kubernetes" && manifest != null) {
    quorate.staticPods.kube-vip = manifest;
  };
}
