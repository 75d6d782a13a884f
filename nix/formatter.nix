# `nix fmt` and the check of it. TypeScript is formatted by biome, through npm.
treefmt-nix: pkgs:
(treefmt-nix.lib.evalModule pkgs {
  projectRootFile = "flake.nix";
  programs.nixfmt.enable = true;
}).config.build
