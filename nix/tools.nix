# What the outputs for one system are made of.
{ nixpkgs, system }:
let
  pkgs = nixpkgs.legacyPackages.${system};
  tarballs = import ./npm-tarballs.nix pkgs;
in
{
  inherit system pkgs tarballs;
  quorate = import ./package.nix pkgs tarballs;
}
