# Before Kubernetes 1.23 there were ports without TLS beside those with it, and
# whether a kubelet registers its node was a flag (which is on by itself).
lib: {
  flags =
    program: words:
    words
    ++ lib.optional (builtins.elem program [
      "kube-controller-manager"
      "kube-scheduler"
    ]) "--port=0";

  kubeletConfiguration = configuration: removeAttrs configuration [ "registerNode" ];
}
