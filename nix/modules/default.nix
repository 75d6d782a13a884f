# Everything that gives the data in nix/generated/nodes/<name>.nix its
# meaning. Each module has options of its own below `quorate`.
{
  imports = [
    ./apiserver.nix
    ./base.nix
    ./bootstrap.nix
    ./etcd.nix
    ./fingerprint.nix
    ./hardware.nix
    ./kubeconfigs.nix
    ./kubelet.nix
    ./node.nix
    ./secrets.nix
    ./ssh.nix
  ];
}
