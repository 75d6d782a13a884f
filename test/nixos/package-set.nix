# A node's system as a host of the lab, of packages that are stand-ins.
{
  # Absolute path of a nixpkgs tree.
  nixpkgs,
}:
let
  machine = {
    inherit nixpkgs;
    double = toString ../../packages/lab/nixpkgs;
    lab = "/opt/quorate-lab";
    programs = "of a test";
    switch = null;
    system = "x86_64-linux";
  };
  # As its flake has it, without the file that `quorate lab deploy` writes.
  pkgs = import ../../packages/lab/package-set machine;
  node = import (nixpkgs + "/nixos/lib/eval-config.nix") {
    system = null;
    modules =
      import ../../nix/node.nix {
        disko = (import ../../packages/lab/disko/flake.nix).outputs { self = null; };
        generated = ../../nix/generated;
        name = "node1";
        modules = [ ];
      }
      ++ [
        ../../packages/lab/package-set/module.nix
        { nixpkgs.pkgs = pkgs; }
      ];
  };
in
(import ../../nix/lab { inherit node; }).node.config.system.build.toplevel
