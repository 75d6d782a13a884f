# From Kubernetes 1.35 on a kubelet refuses a machine with version 1 of cgroups,
# which a container can't choose.
lib: {
  kubeletConfiguration = configuration: configuration // { failCgroupV1 = false; };
}
