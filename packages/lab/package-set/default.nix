# A package set over a tree of nixpkgs for a machine without a binary cache: what
# has a source is not built, its programs are those of the lab's base tree and of
# its artefacts. All else (units, scripts, /etc, the system) is nixpkgs' own.
{
  # Absolute path of a nixpkgs tree.
  nixpkgs,
  system,
  # Where hosts see the lab's programs.
  lab,
  # What the programs are from, by a name that changes whenever they do.
  programs,
  # Absolute path of the lab's double of nixpkgs, for the program that switches.
  double,
  # A program switch-to-configuration of this machine's, compiled from the same tree:
  # its absolute path, or null where there is none.
  switch ? null,
}:
import nixpkgs {
  localSystem = { inherit system; };
  config = { };
  overlays = [ (import ./overlay.nix { inherit double lab switch; }) ];
  stdenvStages = import ./stages.nix { inherit lab nixpkgs programs; };
}
