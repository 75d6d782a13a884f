{
  description = "A small double of nixpkgs: what Quorate's flake asks of it, built with /bin/sh from the host's programs";

  outputs =
    { self }:
    let
      lib = import ./lib;
    in
    {
      inherit lib;
      legacyPackages = lib.genAttrs [ "x86_64-linux" "aarch64-linux" ] (import ./packages.nix lib);
    };
}
