# k3s: a server is one service, and so is an agent. Where `quorate.distribution`
# is another, none of these does anything.
{
  imports = [
    ./authorities.nix
    ./bootstrap.nix
    ./flags.nix
    ./images.nix
    ./kube-vip.nix
    ./service.nix
  ];
}
