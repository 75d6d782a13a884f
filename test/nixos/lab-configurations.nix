# A node of a nix/generated folder, and what labConfigurations makes of it,
# evaluated by the real NixOS. Nothing is built.
{
  # Absolute path of a nixpkgs tree.
  nixpkgs,
  # Absolute path of a nix/generated folder.
  generated,
  # Further modules.
  modules ? [ ],
}:
let
  evalConfig = import (nixpkgs + "/nixos/lib/eval-config.nix");
  machines = import (generated + "/machines.nix");
  # One says as much as three, in a third of the time.
  nixosConfigurations = builtins.mapAttrs (
    name: _:
    evalConfig {
      system = null;
      modules = import ../../nix/node.nix {
        disko.nixosModules.disko = ./disko-stub.nix;
        inherit generated name;
        modules = [
          {
            nixpkgs.overlays = [ (import ./haskell-stubs.nix nixpkgs) ];
            system.nixos = {
              revision = "unknown";
              versionSuffix = "";
            };
          }
        ]
        ++ modules;
      };
    }
  ) { inherit (machines.nodes) node1; };
  labConfigurations = import ../../nix/lab nixosConfigurations;

  describe =
    { config, ... }:
    {
      units = builtins.mapAttrs (_: unit: unit.text) config.systemd.units;
      users = builtins.attrNames config.users.users;
      sysctls = builtins.attrNames config.boot.kernel.sysctl;
      firewall = config.networking.firewall.interfaces;
      fileSystems = builtins.attrNames (
        builtins.removeAttrs config.fileSystems [
          "/dev"
          "/proc"
          "/run"
          "/run/keys"
          "/sys"
        ]
      );
      assertions = map ({ message, ... }: message) (
        builtins.filter ({ assertion, ... }: !assertion) config.assertions
      );
    };
in
builtins.mapAttrs (name: node: {
  node = describe node;
  host = describe labConfigurations.${name};
}) nixosConfigurations
