# An overlay for a nixpkgs tree without the packages of Haskell, whose
# definitions are a file of its own and by far the largest: what is written in
# Haskell becomes a stub. It changes no option.
nixpkgs: _final: prev:
let
  complete = builtins.pathExists (nixpkgs + "/pkgs/development/haskell-modules/hackage-packages.nix");
  stub =
    name:
    prev.stdenvNoCC.mkDerivation {
      pname = name;
      version = "0";
      dontUnpack = true;
      # Asked before a script is checked with it.
      passthru.compiler.bootstrapAvailable = false;
      meta.mainProgram = name;
    };
in
if complete then
  { }
else
  {
    # k3s' package has yq, whose manual it makes.
    pandoc = stub "pandoc";
    shellcheck = stub "shellcheck";
    shellcheck-minimal = stub "shellcheck";
  }
