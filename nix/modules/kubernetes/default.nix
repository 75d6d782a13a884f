# Upstream Kubernetes, each component a service of its own.
{
  imports = [
    ./apiserver.nix
    ./bootstrap.nix
    ./etcd.nix
    ./kubeconfigs.nix
    ./kubelet.nix
  ];
}
