# Before Kubernetes 1.24 a kubelet took Docker, unless it was told otherwise.
lib: {
  flags = program: words: words ++ lib.optional (program == "kubelet") "--container-runtime=remote";
}
