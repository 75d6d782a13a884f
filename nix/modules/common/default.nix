# What every node is, whichever distribution runs on it.
{
  imports = [
    ./base.nix
    ./fingerprint.nix
    ./hardware.nix
    ./node.nix
    ./secrets.nix
    ./ssh.nix
  ];
}
