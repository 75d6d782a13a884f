# The checks that every cluster has.
{
  tools,
  # The flake's folder, as a string.
  root,
  treefmt-nix,
}:
{
  formatting = (import ../formatter.nix treefmt-nix tools.pkgs).check root;
  generated = import ./generated.nix tools root;
}
