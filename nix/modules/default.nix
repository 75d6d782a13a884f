# Everything that gives the data in nix/generated/nodes/<name>.nix its
# meaning. Each module has options of its own below `quorate`.
{
  imports = [
    ./common
    ./k3s
    ./kubernetes
  ];
}
