# How k3s starts.
#
# A server without data and without a word whom to join starts a cluster of its
# own: without etcd, or, told to found one, with it. What a generation says can't
# be right then: the same is booted by a first server and by one that has lost its
# disk. Hence nothing here names a server. Deploy says once what a start without
# data is for, in a file that systemd removes when the service stops; a server
# with data needs no word, and one without either stays down.
{ config, lib, ... }:
let
  inherit (config.quorate) distribution;
  inherit (config.services) k3s;
  server = k3s.role == "server";
  data = "/var/lib/rancher/k3s/server/db/etcd/member/wal";
  runtime = "quorate-k3s";
  start = "/run/${runtime}/start";
in
{
  options.quorate.k3s.startFile = lib.mkOption {
    type = lib.types.str;
    internal = true;
    readOnly = true;
    default = start;
    description = "What says what a start without data is for.";
  };

  config = lib.mkIf (distribution == "k3s") {
    quorate.node.calledBy."services.k3s.nodeName" =
      if k3s.nodeName == null then config.networking.hostName else k3s.nodeName;

    systemd.services.k3s = lib.mkIf server {
      unitConfig.ConditionPathExists = [
        "|${data}"
        "|${start}"
      ];

      serviceConfig = {
        # NixOS waits for etcd's quorum and has no limit for it: a switch would hang on one server of three.
        Type = lib.mkForce "exec";
        RuntimeDirectory = runtime;
        RuntimeDirectoryMode = "0700";
        # One that joins may have to try several times.
        RuntimeDirectoryPreserve = "restart";
        EnvironmentFile = lib.mkForce "-${start}";
      };
    };

    # As long as pods may take to end when the host does: logind gives five seconds else.
    services.logind.settings.Login.InhibitDelayMaxSec = lib.mkDefault "90s";

    assertions = [
      {
        assertion = !k3s.clusterInit && (server -> k3s.serverAddr == "");
        message = ''
          services.k3s.clusterInit, and serverAddr of a server, must stay unset: a machine that loses its data and boots
          them makes a second, empty cluster, or joins whatever answers there. Take them out of the escape hatch.
        '';
      }
      {
        assertion = k3s.disable == [ ];
        message = ''
          services.k3s.disable must stay unset: all servers leave out the same parts, which quorate.k3s.settings says,
          and an agent that is told it ends at once. Say it in machines.ts: distribution: k3s({ disable: [ … ] }).
        '';
      }
      {
        assertion = k3s.token == "" && k3s.agentToken == "";
        message = ''
          services.k3s.token and agentToken are readable to every user of the host. Take them out of the escape hatch:
          genCerts makes tokens.
        '';
      }
    ];
  };
}
