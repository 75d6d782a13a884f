# kube-vip as a static pod of the kubelet in k3s.
{
  config,
  lib,
  pkgs,
  ...
}:
let
  inherit (config.quorate) distribution;
  inherit (config.quorate.kubeVip) manifest;
  file = "/var/lib/rancher/k3s/agent/pod-manifests/kube-vip.json";
in
{
  config = lib.mkIf (distribution == "k3s") {
    # The link leads into the store: it stays as it is for as long as the pod does, and the kubelet with it.
    systemd.tmpfiles.settings."10-quorate-kube-vip".${file} =
      if manifest == null then
        { r = { }; }
      else
        { "L+".argument = "${pkgs.writeText "kube-vip.json" (builtins.toJSON manifest)}"; };
  };
}
