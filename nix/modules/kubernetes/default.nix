# Upstream Kubernetes, each component a service of its own. Where
# `quorate.distribution` is another, none of these does anything.
{
  imports = [
    ./apiserver.nix
    ./bootstrap.nix
    ./cni.nix
    ./etcd.nix
    ./kube-vip.nix
    ./kubelet.nix
    ./node-name.nix
    ./order.nix
    ./single-master.nix
    ./static-pods.nix
  ];
}
