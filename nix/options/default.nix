# The options of a NixOS as data: names, types, defaults.
#
#   nix-instantiate --eval --strict --json nix/options --arg nixpkgs /path/to/nixpkgs
#
# Answers an attribute set from the option's name (`<name>` stands for an
# attribute's name, `*` for a list's element) to what
# packages/nixos-options/README.md describes. No package is built.
{
  # A nixpkgs tree: a path, or a flake's input.
  nixpkgs,
  # Which part of the tree: an option is in when its path is one of these
  # or lies below one.
  prefixes ? builtins.fromJSON (builtins.readFile ./prefixes.json),
  # Options do not depend on it, but NixOS asks.
  system ? "x86_64-linux",
  # Further modules to read options of.
  modules ? [ ],
}:
let
  lib = import (nixpkgs + "/lib");
  nixos = import (nixpkgs + "/nixos/lib/eval-config.nix") {
    inherit lib;
    system = null;
    modules = [ { nixpkgs.hostPlatform = system; } ] ++ modules;
  };
in
import ./walk.nix {
  inherit lib;
  inherit (nixos) options;
  prefixes = map (lib.splitString ".") prefixes;
}
