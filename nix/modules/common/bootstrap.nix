# Applies the objects that a cluster cannot do without (RBAC, DNS) through the
# apiserver of this host.
#
# Every control plane node does it, at each start and whenever the objects
# change: applying what is there already changes nothing. What is taken out of
# the list is not deleted from the cluster.
{
  config,
  lib,
  pkgs,
  ...
}:
let
  cfg = config.quorate.bootstrap;

  objects = pkgs.writeText "quorate-bootstrap-objects.json" (
    builtins.toJSON {
      apiVersion = "v1";
      kind = "List";
      items = cfg.objects;
    }
  );

  labelNode =
    node: labels:
    let
      arguments = lib.mapAttrsToList (key: value: "${key}=${value}") labels;
    in
    ''
      label ${lib.escapeShellArg node} ${lib.escapeShellArgs arguments}
    '';

  labelled = lib.filterAttrs (_: labels: labels != { }) cfg.nodeLabels;
in
{
  options.quorate.bootstrap = {
    enable = lib.mkEnableOption "applying Quorate's objects through the local apiserver";

    kubeconfig = lib.mkOption {
      type = lib.types.path;
      default = "/etc/quorate/kubeconfig/bootstrap";
      description = "Kubeconfig to apply the objects with.";
    };

    objects = lib.mkOption {
      type = lib.types.listOf (pkgs.formats.json { }).type;
      default = [ ];
      description = "Kubernetes objects, in the order to apply them (server-side).";
    };

    nodeLabels = lib.mkOption {
      type = lib.types.attrsOf (lib.types.attrsOf lib.types.str);
      default = { };
      example.node1."node-role.kubernetes.io/control-plane" = "";
      description = "Labels that a kubelet may not give its own node, by the node's name.";
    };

    apiserverUnit = lib.mkOption {
      type = lib.types.str;
      internal = true;
      description = "The unit of this host's apiserver: the distribution knows.";
    };

    target = lib.mkOption {
      type = lib.types.str;
      internal = true;
      description = "The target that it is part of.";
    };

    package = lib.mkOption {
      type = lib.types.raw;
      internal = true;
      description = "What has kubectl.";
    };
  };

  config = lib.mkIf cfg.enable {
    systemd.services.quorate-bootstrap = {
      description = "Objects that the cluster cannot do without";
      wantedBy = [ cfg.target ];
      wants = [ cfg.apiserverUnit ];
      after = [ cfg.apiserverUnit ];

      path = [ cfg.package ];
      environment = {
        KUBECONFIG = cfg.kubeconfig;
        HOME = "%t/quorate-bootstrap";
      };

      script = ''
        until kubectl --request-timeout=5s get --raw /readyz > /dev/null; do
          echo "waiting for the apiserver of this host"
          sleep 3
        done

        kubectl apply --server-side --force-conflicts --field-manager=quorate --filename=${objects}

        # A node is there once its kubelet has registered it: mostly soon, but that of another host may be a long
        # time coming.
        label() {
          kubectl label --overwrite node "$@" || missing=1
        }
        labelAll() {
          missing=0
          ${lib.concatStrings (lib.mapAttrsToList labelNode labelled)}
          return "$missing"
        }
        pause=2
        until labelAll; do
          sleep "$pause"
          pause=$((pause < 30 ? pause * 2 : 30))
        done
      '';

      unitConfig.StartLimitIntervalSec = 0;

      serviceConfig = {
        # `exec` and not `oneshot`: a switch does not wait for an apiserver that has no quorum yet.
        Type = "exec";
        RemainAfterExit = true;
        Restart = "on-failure";
        RestartSec = "10s";

        RuntimeDirectory = "quorate-bootstrap";
        RuntimeDirectoryMode = "0700";
        NoNewPrivileges = true;
        PrivateTmp = true;
        ProtectHome = true;
        ProtectSystem = "strict";
      };
    };
  };
}
