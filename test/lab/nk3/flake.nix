# Servers as nk3 sets them up: NixOS by itself, k3s by its words, and nobody's
# but k3s' authorities. What differs from one to the next is in nodes.json.
{
  inputs.nixpkgs.url = "github:NixOS/nixpkgs/nixos-26.05";

  outputs =
    { self, nixpkgs }:
    let
      configuration = node: {
        nixpkgs.hostPlatform = "x86_64-linux";
        system.stateVersion = "24.05";
        networking.hostName = node.hostName;
        networking.useNetworkd = true;
        systemd.network.networks."40-lan" = {
          matchConfig.Name = node.interface;
          address = [ "${node.address}/24" ];
          gateway = [ node.gateway ];
        };
        services.openssh = {
          enable = true;
          hostKeys = [
            {
              type = "ed25519";
              path = "/etc/ssh/ssh_host_ed25519_key";
            }
          ];
          settings.PermitRootLogin = "yes";
        };
        services.k3s = {
          enable = true;
          role = "server";
          inherit (node) token clusterInit serverAddr;
        };
      };
    in
    {
      nixosConfigurations = builtins.mapAttrs (
        _: node: nixpkgs.lib.nixosSystem { modules = [ (configuration node) ]; }
      ) (builtins.fromJSON (builtins.readFile ./nodes.json));
    };
}
