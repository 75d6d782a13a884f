# The closures of a nix/generated folder's nodes, by the double of nixpkgs: for
# tests that are about what is in them.
{
  # Absolute path of a nix/generated folder.
  generated,
  # The double, or a copy of it for hosts with other programs.
  nixpkgs ? ../../packages/lab/nixpkgs,
}:
let
  lib = import (nixpkgs + "/lib");
  disko = (import ../../packages/lab/disko/flake.nix).outputs { self = null; };

  system =
    name:
    lib.nixosSystem {
      modules = import ../../nix/node.nix {
        inherit disko;
        modules = [ ];
        inherit generated name;
      };
    };
in
lib.genAttrs (builtins.attrNames (import (generated + "/machines.nix")).nodes) (
  name: (system name).config.system.build.toplevel
)
