# Kubeconfigs at fixed paths, for what takes a path: flannel, kube-vip, the
# bootstrap. They name keys and hold none.
{ config, lib, ... }:
let
  cfg = config.quorate.kubeconfigs;
in
{
  options.quorate.kubeconfigs = lib.mkOption {
    type = lib.types.attrsOf (
      lib.types.submodule (
        { name, config, ... }:
        {
          options = {
            server = lib.mkOption {
              type = lib.types.str;
              example = "https://127.0.0.1:6443";
              description = "URL of the apiserver.";
            };

            caFile = lib.mkOption {
              type = lib.types.path;
              description = "Certificate of the authority that signed the apiserver's certificate.";
            };

            certFile = lib.mkOption {
              type = lib.types.path;
              description = "Client certificate.";
            };

            keyFile = lib.mkOption {
              type = lib.types.path;
              description = "Key of the client certificate.";
            };

            path = lib.mkOption {
              type = lib.types.path;
              readOnly = true;
              default = "/etc/quorate/kubeconfig/${name}";
              description = "Where the kubeconfig is.";
            };
          };
        }
      )
    );
    default = { };
    description = "Kubeconfigs by name, each written to /etc/quorate/kubeconfig/<name>.";
  };

  config = lib.mkIf (cfg != { }) {
    environment.etc = lib.mapAttrs' (
      name: conf:
      lib.nameValuePair "quorate/kubeconfig/${name}" {
        source = config.services.kubernetes.lib.mkKubeConfig name {
          inherit (conf)
            server
            caFile
            certFile
            keyFile
            ;
        };
        # A file of its own and no link into the store: it is mounted into a container.
        mode = "0444";
      }
    ) cfg;

    # The path stays the same when the content changes.
    systemd.services = lib.mkIf (config.services.flannel.enable && cfg ? flannel) {
      flannel.restartTriggers = [ config.environment.etc."quorate/kubeconfig/flannel".source ];
    };
  };
}
