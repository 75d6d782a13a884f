# The one place where the lab departs from what a NixOS node is told: the newest
# Kubernetes that Debian's source builds is 1.20, with etcd 3.4 beside it, and
# both run in containers. Everything here is either younger than 1.20 or not to
# be had in a container; the rest of the double leaves values as they are.
lib:
let
  dualStack = text: lib.hasInfix "," text;
in
{
  # Options' values, by their paths, once all modules have spoken.
  options = {
    # AuthenticationConfiguration came with 1.30; before, anonymous requests are
    # allowed everywhere, and RBAC grants them the health checks alone.
    "quorate.apiserver.authenticationConfiguration" = _: null;

    "quorate.bootstrap.objects" = map (
      object:
      # policy/v1 came with 1.21.
      if object.apiVersion == "policy/v1" then object // { apiVersion = "policy/v1beta1"; } else object
    );

    # Environment variables of etcd 3.5 and 3.6, which 3.4 knows by other names or not at all.
    "services.etcd.extraConf" =
      conf:
      removeAttrs conf [
        "FEATURE_GATES"
        "WATCH_PROGRESS_NOTIFY_INTERVAL"
      ]
      // lib.optionalAttrs (lib.hasInfix "InitialCorruptCheck=true" (conf.FEATURE_GATES or "")) {
        EXPERIMENTAL_INITIAL_CORRUPT_CHECK = "true";
      };
  };

  # A component's command line.
  flags =
    program: words:
    let
      nameOf = word: builtins.head (builtins.match "--([^=]*).*" word);
      valueOf =
        name:
        let
          given = builtins.filter (word: nameOf word == name) words;
        in
        if given == [ ] then
          ""
        else
          builtins.substring (builtins.stringLength name + 3) (-1) (builtins.head given);

      # Two families at once were behind a gate until 1.23.
      gate = flag: lib.optional (dualStack (valueOf flag)) "--feature-gates=IPv6DualStack=true";

      added =
        {
          kube-apiserver = gate "service-cluster-ip-range";
          # The ports without TLS were removed later.
          kube-controller-manager = gate "cluster-cidr" ++ [ "--port=0" ];
          kube-scheduler = [ "--port=0" ];
          kube-proxy = gate "cluster-cidr" ++ [
            # A container may not set the limits of connection tracking.
            "--conntrack-max-per-core=0"
            "--conntrack-min=0"
            "--conntrack-tcp-timeout-established=0"
            "--conntrack-tcp-timeout-close-wait=0"
          ];
          kubelet = gate "node-ip" ++ [
            # In the configuration file since 1.27; and another runtime than dockershim had to be asked for.
            "--container-runtime=remote"
            "--container-runtime-endpoint=unix:///run/containerd/containerd.sock"
          ];
        }
        .${program};
    in
    words ++ added;

  # The kubelet's configuration file.
  kubeletConfiguration =
    configuration:
    removeAttrs configuration [
      # A flag in 1.20, as above.
      "containerRuntimeEndpoint"
      # A flag as well, which says so by default.
      "registerNode"
      # Since 1.21; it needs logind, besides.
      "shutdownGracePeriod"
      "shutdownGracePeriodCriticalPods"
    ]
    // {
      # The container's control groups are the machine's: no systemd manages pods' slices in them.
      cgroupDriver = "cgroupfs";
      cgroupsPerQOS = false;
      enforceNodeAllocatable = [ ];
      failSwapOn = false;
    };
}
