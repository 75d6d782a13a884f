# Our authorities, put where k3s looks for them: by a start that founds a cluster,
# and by no other.
#
# Whoever joins is given them by a server. Over data they are never put: k3s ends
# at files that are newer than those in etcd, and overwrites older ones.
{
  config,
  lib,
  pkgs,
  ...
}:
let
  inherit (config.quorate) distribution;
  inherit (config.quorate.k3s) adopted startFile;
  inherit (config.quorate.secrets) directory;
  data = "/var/lib/rancher/k3s/server";

  names = [
    "server"
    "client"
    "request-header"
    "etcd-server"
    "etcd-peer"
  ];

  # etcd's two have a folder of their own.
  placeOf = name: "${lib.replaceStrings [ "etcd-" ] [ "etcd/" ] name}-ca";

  place = name: ''
    install -m 0644 ${directory}/k3s-${name}-ca.crt ${data}/tls/${placeOf name}.crt
    install -m 0600 ${directory}/k3s-${name}-ca.key ${data}/tls/${placeOf name}.key
  '';

  refused = ''
    echo "k3s: this cluster was taken over, and its authorities are on servers that have data: none is founded in its place" >&2
    exit 1
  '';

  found = pkgs.writeShellScript "found-k3s" ''
    set -eu
    [ "''${K3S_CLUSTER_INIT-}" = true ] || exit 0
    if [ -e ${data}/db/state.db ]; then
      echo "k3s: ${data}/db/state.db is there: a server of its own without etcd, which no cluster is founded over" >&2
      exit 1
    fi
    [ ! -e ${data}/db/etcd ] || exit 0
    ${lib.optionalString adopted refused}
    # A deployment that was killed may have left its word there: data that are missing later are not for it to replace.
    if [ "$(date +%s)" -ge "$(($(stat -c %Y ${startFile}) + 600))" ]; then
      echo "k3s: ${startFile} was for a start of more than ten minutes ago: no cluster is founded by it" >&2
      exit 1
    fi
    install -d -m 0700 ${data} ${data}/tls ${data}/tls/etcd
    ${lib.concatMapStrings place names}
    install -m 0600 ${directory}/k3s-service.key ${data}/tls/service.key
  '';
in
{
  options.quorate.k3s.adopted = lib.mkEnableOption ''
    a cluster whose authorities k3s has made itself, and which is never founded
    anew
  '';

  options.quorate.k3s.found = lib.mkOption {
    type = lib.types.raw;
    internal = true;
    readOnly = true;
    description = "What a server does first, where it is told to found a cluster.";
  };

  config = lib.mkIf (distribution == "k3s" && config.services.k3s.role == "server") {
    quorate.k3s = { inherit found; };
    systemd.services.k3s.serviceConfig.ExecStartPre = lib.mkAfter [ "${found}" ];
  };
}
