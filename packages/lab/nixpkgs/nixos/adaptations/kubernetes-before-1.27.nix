# Where the container runtime listens is in the kubelet's configuration file
# since Kubernetes 1.27; before, it was a flag.
lib: {
  flags =
    program: words:
    words
    ++ lib.optional (
      program == "kubelet"
    ) "--container-runtime-endpoint=unix:///run/containerd/containerd.sock";

  kubeletConfiguration = configuration: removeAttrs configuration [ "containerRuntimeEndpoint" ];
}
