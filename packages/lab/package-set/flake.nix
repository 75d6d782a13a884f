{
  description = "nixpkgs for hosts of a lab on a machine without a binary cache: a tree, with stand-ins for its packages";

  outputs =
    { self }:
    let
      # Of this machine, written by `quorate lab deploy`.
      machine = builtins.fromJSON (builtins.readFile ./machine.json);
      inherit (machine) nixpkgs system;
      pkgs = import ./. machine;
      lib = (import (nixpkgs + "/lib")).extend (
        final: _: {
          nixosSystem =
            { modules, ... }@arguments:
            import (nixpkgs + "/nixos/lib/eval-config.nix") (
              arguments
              // {
                lib = final;
                system = null;
                modules = modules ++ [
                  ./module.nix
                  { nixpkgs.pkgs = pkgs; }
                ];
              }
            );
        }
      );
    in
    {
      inherit lib;
      legacyPackages.${system} = pkgs;
    };
}
