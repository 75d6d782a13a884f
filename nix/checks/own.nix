# The checks of this repository, beside those that every cluster has.
tools:
let
  threeMasters = import ./three-masters.nix tools;
in
{
  lint = import ./lint.nix tools;
  unit = import ./unit.nix tools;
  three-masters = threeMasters "nodes";
  # Without KVM, since nixpkgs 26.05.
  three-masters-contained = threeMasters "containers";
}
