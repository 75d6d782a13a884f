# What every node is, whichever distribution runs on it.
{
  imports = [
    ./base.nix
    ./distribution.nix
    ./fingerprint.nix
    ./hardware.nix
    ./kube-vip.nix
    ./node.nix
    ./secrets.nix
    ./ssh.nix
  ];
}
