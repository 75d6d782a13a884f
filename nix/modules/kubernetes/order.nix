# Who leaves first and who comes last on a host.
#
# NixOS orders nothing after etcd. An apiserver whose etcd is stopped at the same
# moment can't take its address out of the Service `kubernetes`, and its last
# requests fail. systemd stops in the reverse order, of what it is to stop: a switch
# asks it for one unit after another, and it may have begun with etcd before it hears
# of the apiserver. Hence etcd looks around before it ends.
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

      # One that has died by itself has nobody to wait for; half a minute is more than an apiserver takes.
      etcd = lib.mkIf etcd.enable {
        preStop = ''
          [ -n "''${MAINPID-}" ] || exit 0
          sleep 0.5
          tries=0
          while [ $tries -lt 60 ]; do
            case $(systemctl show --property=ActiveState --property=Job kube-apiserver.service) in
              *ActiveState=deactivating* | *ActiveState=active*Job=[0-9]*) ;;
              *Job=[0-9]*ActiveState=active*) ;;
              *) break ;;
            esac
            tries=$((tries + 1))
            sleep 0.5
          done
        '';
      };
    };
  };
}
