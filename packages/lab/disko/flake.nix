{
  description = "A small double of disko: it has the options, and formats nothing";

  outputs =
    { self }:
    {
      nixosModules.disko =
        {
          config,
          lib,
          pkgs,
          ...
        }:
        {
          options.disko = lib.mkOption {
            type = lib.types.attrsOf lib.types.anything;
            default = { };
          };

          config.system.build.diskoScript = pkgs.writeShellScript "disko-stand-in" ''
            echo "stand-in for disko: nothing is erased; it would have been ${
              toString (lib.mapAttrsToList (_: disk: disk.device) config.disko.devices.disk)
            }"
          '';
        };
    };
}
