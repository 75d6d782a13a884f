# lib.mkCluster: the outputs of a flake whose folder holds machines.ts and
# nix/generated.
#
#   outputs = { self, quorate, ... }: quorate.lib.mkCluster { inherit self; };
{
  nixpkgs,
  disko,
  treefmt-nix,
}:
let
  ownNixpkgs = nixpkgs;
in
{
  # The flake, for its folder.
  self,
  # What the nodes and the tools are made of; Quorate's own pin unless said.
  nixpkgs ? ownNixpkgs,
  # Further NixOS modules for every node: what data in machines.ts can't say.
  modules ? [ ],
  # The systems that commands are run on.
  systems ? [
    "x86_64-linux"
    "aarch64-linux"
  ],
  # Further checks: from { pkgs, quorate, tarballs } to an attribute set of
  # derivations.
  checks ? _: { },
}:
let
  # The folder that holds machines.ts.
  root =
    assert import ./secrets-guard.nix self.outPath;
    self.outPath;

  forSystems =
    f:
    nixpkgs.lib.genAttrs systems (
      system: builtins.seq root (f (import ./tools.nix { inherit nixpkgs system; }))
    );

  commands = forSystems (import ./commands.nix nixpkgs);

  app = name: package: {
    type = "app";
    program = "${package}/bin/${name}";
    meta = { inherit (package.meta) description; };
  };

  nixosConfigurations = import ./nodes.nix {
    inherit nixpkgs disko modules;
    generated = root + "/nix/generated";
  };
in
{
  inherit nixosConfigurations;

  # The same nodes as hosts of the lab.
  labConfigurations = import ./lab nixosConfigurations;

  apps = forSystems (
    tools: builtins.mapAttrs app commands.${tools.system} // { default = app "quorate" tools.quorate; }
  );

  packages = forSystems (tools: {
    inherit (tools) quorate;
    default = tools.quorate;
  });

  # `nix run .#apps.genCerts` is the older spelling of `nix run .#genCerts`.
  legacyPackages = builtins.mapAttrs (_: apps: { inherit apps; }) commands;

  devShells = forSystems (tools: {
    default = import ./shell.nix tools;
  });

  formatter = forSystems (tools: (import ./formatter.nix treefmt-nix tools.pkgs).wrapper);

  checks = forSystems (tools: import ./checks { inherit tools root treefmt-nix; } // checks tools);
}
