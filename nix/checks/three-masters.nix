# Three machines, as machines.ts and nix/generated of this repository have them,
# come up as one cluster; one of them dies, and the others go on.
#
# As virtual machines, which needs KVM, or as containers, which needs a Nix that
# gives a build user ids of its own. What is left out: kube-vip, whose image is
# fetched from outside; so the API is asked on each master itself and not on the
# virtual address.
{ pkgs, quorate, ... }:
# "nodes" or "containers", as nixpkgs' tests call them.
kind:
let
  inherit (pkgs) lib;

  generated = ../generated;
  machines = import (generated + "/machines.nix");
  names = builtins.attrNames machines.nodes;

  # Keys of no value: they live as long as the test.
  certificates = pkgs.runCommand "quorate-test-certificates" { nativeBuildInputs = [ quorate ]; } ''
    mkdir source
    cp ${../../machines.ts} source/machines.ts
    cd source
    HOME=$TMPDIR quorate genCerts certs
    cp -r certs $out
  '';

  # What nix/node.nix makes of a node, but for what the test's framework decides itself.
  modulesOf = name: map withoutPlatform (nodeModules name);
  withoutPlatform = module: module // { config = removeAttrs (module.config or { }) [ "nixpkgs" ]; };
  nodeModules =
    name:
    import ../node.nix {
      # No disk is partitioned here: the module is there for its options.
      disko.nixosModules.disko = {
        options.disko = lib.mkOption { type = lib.types.attrsOf lib.types.anything; };
      };
      inherit generated name;
      modules = [
        (ofTheTest name)
        machine.${kind}
      ];
    };

  machine = {
    nodes.virtualisation = {
      memorySize = 3072;
      diskSize = 8192;
      cores = 2;
    };
    containers = {
      imports = [ ../lab/container.nix ];
      # The kernel's settings are not the build's to change.
      services.kubernetes.kubelet.featureGates.KubeletInUserNamespace = true;
    };
  };

  ofTheTest =
    name:
    { lib, ... }:
    {
      virtualisation = {
        # The interface of machines.ts, with the addresses of machines.ts.
        vlans = lib.mkForce [ ];
        interfaces.${machines.nodes.${name}.interface} = {
          vlan = 1;
          assignIP = false;
        };
      };
      services.kubernetes.kubelet.manifests = lib.mkForce { };
      environment.systemPackages = [
        pkgs.etcd
        pkgs.kubectl
      ];
      # As deploy brings them: before systemd's tmpfiles give them their owners.
      system.activationScripts.testCertificates = ''
        mkdir -p /var/lib/quorate/secrets /root/operator
        cp -r ${certificates}/hosts/${name}/. /var/lib/quorate/secrets
        cp -r ${certificates}/operator/. /root/operator
        chmod -R u+w /var/lib/quorate/secrets /root/operator
        chmod 0600 /var/lib/quorate/secrets/*.key /root/operator/*
      '';
    };
in
pkgs.testers.runNixOSTest {
  name = "quorate-three-masters-as-${kind}";

  ${kind} = lib.genAttrs names (name: {
    imports = modulesOf name;
  });

  testScript = ''
    masters = [${lib.concatStringsSep ", " names}]
    lost = masters[-1]
    left = masters[:-1]

    etcd = (
        "ETCDCTL_API=3 etcdctl --endpoints https://127.0.0.1:2379"
        " --cacert /var/lib/quorate/secrets/etcd-ca.crt"
        " --cert /var/lib/quorate/secrets/etcd-healthcheck-client.crt"
        " --key /var/lib/quorate/secrets/etcd-healthcheck-client.key"
    )
    kubectl = "kubectl --kubeconfig /root/operator/kubeconfig --server https://127.0.0.1:${toString machines.api.port}"


    def ready(machine, count):
        machine.wait_until_succeeds(
            f"test $({kubectl} get nodes --no-headers | grep -cw Ready) -eq {count}", timeout=600
        )


    start_all()

    with subtest("etcd has a quorum of three"):
        for machine in masters:
            machine.wait_for_unit("etcd.service")
            machine.wait_until_succeeds(f"{etcd} endpoint health --cluster")
        assert masters[0].succeed(f"{etcd} member list").count("started") == ${toString (builtins.length names)}

    with subtest("every master serves the API, and every node is ready"):
        for machine in masters:
            machine.wait_for_unit("kube-apiserver.service")
            machine.wait_until_succeeds(f"{kubectl} get --raw /readyz")
        ready(masters[0], len(masters))

    with subtest("a client without a certificate is refused"):
        masters[0].fail(
            "ETCDCTL_API=3 etcdctl --endpoints https://127.0.0.1:2379"
            " --cacert /var/lib/quorate/secrets/etcd-ca.crt endpoint health"
        )

    with subtest("one master dies, and the others go on"):
        ${
          {
            nodes = "lost.crash()";
            # There is no power to be cut; and the driver remembers the process that it has started.
            containers = "lost.shutdown(); vars(lost).pop('get_systemd_process', None)";
          }
          .${kind}
        }
        left[0].wait_until_succeeds(f"{kubectl} create configmap written-without-one", timeout=120)
        left[1].wait_until_succeeds(f"{kubectl} get configmap written-without-one", timeout=120)
        left[0].succeed(f"{etcd} endpoint health")

    with subtest("it comes back, and has what was written"):
        lost.start()
        lost.wait_for_unit("etcd.service")
        lost.wait_until_succeeds(f"{kubectl} get configmap written-without-one", timeout=300)
        ready(lost, len(masters))
  '';
}
