# The checks of this repository, beside those that every cluster has.
tools: {
  lint = import ./lint.nix tools;
  unit = import ./unit.nix tools;
  three-masters = import ./three-masters.nix tools;
}
