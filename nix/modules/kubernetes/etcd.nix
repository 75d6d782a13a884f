# etcd, started without waiting for its peers.
#
# NixOS runs it as Type=notify, and etcd is ready only once there is a quorum: a
# switch would hang on the first member of a new cluster, or on any while its
# peers are down. Whether etcd is healthy is for the deployment to ask etcd.
#
# Nor does it found a cluster: what a generation says is `existing`, and a member
# without data that was not added ends at once. Deploy hands it how to start in a
# file that systemd removes when the service stops, and so for one start alone.
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
      RuntimeDirectory = "quorate-etcd";
      EnvironmentFile = "-/run/quorate-etcd/start";
    };

    assertions = [
      {
        assertion = etcd.clientCertAuth && etcd.peerClientCertAuth;
        message = ''
          services.etcd.clientCertAuth and peerClientCertAuth must stay on: without them anybody in the network
          reads and writes the whole cluster. Take them out of the escape hatch.
        '';
      }
      {
        assertion = etcd.initialClusterState == "existing";
        message = ''
          services.etcd.initialClusterState must be "existing": a machine that loses its data and boots a
          configuration that says "new" makes a second, empty cluster. Take it out of the escape hatch.
        '';
      }
    ];
  };
}
