# What came, or was switched on, with Kubernetes 1.21.
lib: {
  # policy/v1.
  options."quorate.bootstrap.objects" = map (
    object:
    if object.apiVersion == "policy/v1" then object // { apiVersion = "policy/v1beta1"; } else object
  );

  # Two families of addresses at once.
  flags =
    program: words:
    let
      familiesOf = {
        kube-apiserver = "service-cluster-ip-range";
        kube-controller-manager = "cluster-cidr";
        kube-proxy = "cluster-cidr";
        kubelet = "node-ip";
      };
      isDual = word: builtins.match "--${familiesOf.${program}}=.*,.*" word != null;
    in
    words
    ++ lib.optional (
      familiesOf ? ${program} && builtins.any isDual words
    ) "--feature-gates=IPv6DualStack=true";

  # A shutdown that leaves pods time to end.
  kubeletConfiguration =
    configuration:
    removeAttrs configuration [
      "shutdownGracePeriod"
      "shutdownGracePeriodCriticalPods"
    ];
}
