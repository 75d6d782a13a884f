# The flake's outputs from the real nixpkgs: the path of each derivation that is
# not a node's. Nothing is built, and with --readonly-mode nothing is written.
{
  # Absolute path of a nixpkgs tree.
  nixpkgs,
}:
let
  overlays = [ (import ./haskell-stubs.nix nixpkgs) ];
  packages =
    system:
    import nixpkgs {
      inherit system overlays;
      config = { };
    };
  inputs = {
    self.outPath = toString ../..;
    nixpkgs = {
      outPath = nixpkgs;
      lib = import (nixpkgs + "/lib");
      legacyPackages.x86_64-linux = packages "x86_64-linux";
      legacyPackages.aarch64-linux = packages "aarch64-linux";
    };
    # Only a node asks for disko.
    disko = throw "disko is not needed here";
    treefmt-nix = (import ../../packages/lab/treefmt-nix/flake.nix).outputs { self = { }; };
  };
  outputs = import ../../nix inputs;
  drvPaths = builtins.mapAttrs (_: derivation: derivation.drvPath);
in
builtins.mapAttrs (system: _: {
  packages = drvPaths outputs.packages.${system};
  apps = builtins.mapAttrs (_: { type, program, ... }: "${type} ${program}") outputs.apps.${system};
  legacyApps = drvPaths outputs.legacyPackages.${system}.apps;
  devShells = drvPaths outputs.devShells.${system};
  shellPackages = map (
    package: package.pname or package.name
  ) outputs.devShells.${system}.default.nativeBuildInputs;
  checks = drvPaths outputs.checks.${system};
}) inputs.nixpkgs.legacyPackages
