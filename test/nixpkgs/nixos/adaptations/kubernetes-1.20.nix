# The newest Kubernetes that Debian 12 has the source of is 1.20: what is younger
# is dropped here, what was required then is added.
lib: {
  options = {
    # AuthenticationConfiguration came with 1.30; before, anonymous requests are
    # allowed everywhere, and RBAC grants them the health checks alone.
    "quorate.apiserver.authenticationConfiguration" = _: null;

    # policy/v1 came with 1.21.
    "quorate.bootstrap.objects" = map (
      object:
      if object.apiVersion == "policy/v1" then object // { apiVersion = "policy/v1beta1"; } else object
    );
  };

  flags =
    program: words:
    let
      valuesOf =
        flag: builtins.filter (value: value != null) (map (builtins.match "--${flag}=(.*)") words);
      # Two families at once were behind a gate until 1.23.
      gate =
        flag:
        lib.optional (builtins.any (value: lib.hasInfix "," (builtins.head value)) (
          valuesOf flag
        )) "--feature-gates=IPv6DualStack=true";
      added = {
        kube-apiserver = gate "service-cluster-ip-range";
        # The ports without TLS were still on.
        kube-controller-manager = gate "cluster-cidr" ++ [ "--port=0" ];
        kube-scheduler = [ "--port=0" ];
        kube-proxy = gate "cluster-cidr";
        # In the configuration file since 1.27; and another runtime than dockershim had to be asked for.
        kubelet = gate "node-ip" ++ [
          "--container-runtime=remote"
          "--container-runtime-endpoint=unix:///run/containerd/containerd.sock"
        ];
      };
    in
    words ++ added.${program};

  kubeletConfiguration =
    configuration:
    removeAttrs configuration [
      # Flags in 1.20; registering is the default.
      "containerRuntimeEndpoint"
      "registerNode"
      # Since 1.21.
      "shutdownGracePeriod"
      "shutdownGracePeriodCriticalPods"
    ];
}
