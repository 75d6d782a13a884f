# labConfigurations: each of nixosConfigurations as a host of the lab, by the same
# names.
nixosConfigurations:
builtins.mapAttrs (
  _: node: node.extendModules { modules = [ ./container.nix ]; }
) nixosConfigurations
