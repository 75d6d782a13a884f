# What every node is, whichever distribution runs on it.
{
  imports = [
    ./authentication.nix
    ./base.nix
    ./bootstrap.nix
    ./distribution.nix
    ./fingerprint.nix
    ./hardware.nix
    ./kube-vip.nix
    ./kubeconfigs.nix
    ./node.nix
    ./secrets.nix
    ./ssh.nix
  ];
}
