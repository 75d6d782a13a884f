# Which Kubernetes runs here: each has a folder of its own beside this one, whose
# modules do nothing where it is another.
{ lib, ... }:
{
  options.quorate.distribution = lib.mkOption {
    type = lib.types.enum [
      "k3s"
      "kubernetes"
    ];
    description = "The distribution of nix/generated/machines.nix.";
  };
}
