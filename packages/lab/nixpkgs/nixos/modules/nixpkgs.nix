# The platform of the node.
{ lib, ... }:
{
  options.nixpkgs.hostPlatform = lib.mkOption {
    type = lib.types.raw;
    default = "x86_64-linux";
  };
}
