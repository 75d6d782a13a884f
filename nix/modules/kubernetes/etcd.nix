# etcd, started without waiting for its peers.
#
# NixOS runs it as Type=notify, and etcd is ready only once there is a quorum: a
# switch would hang on the first member of a new cluster, or on any while its
# peers are down. Whether etcd is healthy is for the deployment to ask etcd.
{ config, lib, ... }:
{
  config = lib.mkIf config.services.etcd.enable {
    systemd.services.etcd.serviceConfig = {
      Type = lib.mkForce "exec";
      RestartSec = lib.mkForce "5s";
    };

    assertions = [
      {
        assertion = config.services.etcd.clientCertAuth && config.services.etcd.peerClientCertAuth;
        message = ''
          services.etcd.clientCertAuth and peerClientCertAuth must stay on: without them anybody in the network
          reads and writes the whole cluster. Take them out of the escape hatch.
        '';
      }
    ];
  };
}
