# The functions of nixpkgs' lib that the flake calls.
rec {
  genAttrs =
    names: f:
    builtins.listToAttrs (
      map (name: {
        inherit name;
        value = f name;
      }) names
    );

  makeBinPath = makeSearchPath "bin";
  makeLibraryPath = makeSearchPath "lib";
  makeSearchPath =
    folder: packages: builtins.concatStringsSep ":" (map (package: "${package}/${folder}") packages);

  licenses.mit = {
    spdxId = "MIT";
  };

  nixosSystem = import ./nixos-system.nix;
}
