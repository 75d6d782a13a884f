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
          options.disko = {
            devices = lib.mkOption {
              type = lib.types.attrsOf lib.types.anything;
              default = { };
            };
            # Whether the system mounts what was formatted; a host of the lab has its disk already.
            enableConfig = lib.mkOption {
              type = lib.types.bool;
              default = true;
            };
          };

          config.system.build.diskoScript = pkgs.writeShellScript "disko-stand-in" ''
            echo "stand-in for disko: nothing is erased; it would have been ${
              toString (lib.mapAttrsToList (_: disk: disk.device) config.disko.devices.disk)
            }"
          '';
        };
    };
}
