# Who leaves first and who comes last on a host.
#
# NixOS orders nothing after etcd. An apiserver whose etcd is stopped at the same
# moment can't take its address out of the Service `kubernetes`, and its last
# requests fail. systemd stops in the reverse order.
{ config, lib, ... }:
let
  inherit (config.quorate) distribution;
  inherit (config.services) etcd flannel kubernetes;
  afterApiserver = {
    after = [ "kube-apiserver.service" ];
  };
in
{
  config = lib.mkIf (distribution == "kubernetes" && kubernetes.apiserver.enable) {
    systemd.services = {
      kube-apiserver.after = lib.mkIf etcd.enable [ "etcd.service" ];
      # Its clients let go of it before it waits for them; the controllers do so by NixOS's own word.
      flannel = lib.mkIf flannel.enable afterApiserver;
      kubelet = lib.mkIf kubernetes.kubelet.enable afterApiserver;
    };
  };
}
