# etcd, started without waiting for its peers.
#
# NixOS runs it as Type=notify, and etcd is ready only once there is a quorum: a
# switch would hang on the first member of a new cluster, or on any while its
# peers are down. Whether etcd is healthy is for the deployment to ask etcd.
{ config, lib, ... }:
let
  inherit (config.quorate) distribution;
  inherit (config.services) etcd;
in
{
  config = lib.mkIf (distribution == "kubernetes" && etcd.enable) {
    systemd.services.etcd.serviceConfig = {
      Type = lib.mkForce "exec";
      RestartSec = lib.mkForce "5s";
    };

    assertions = [
      {
        assertion = etcd.clientCertAuth && etcd.peerClientCertAuth;
        message = ''
          services.etcd.clientCertAuth and peerClientCertAuth must stay on: without them anybody in the network
          reads and writes the whole cluster. Take them out of the escape hatch.
        '';
      }
    ];
  };
}
