# In place of disko where its tree is not at hand: takes any layout, and gives
# the system the file systems and the disk of GRUB that disko would derive.
{ config, lib, ... }:
let
  disks = builtins.attrValues config.disko.devices.disk;
  partitions = lib.concatMap (disk: builtins.attrValues disk.content.partitions) disks;
in
{
  options.disko = {
    devices = lib.mkOption {
      type = lib.types.anything;
      description = "The layout of the disks.";
    };
    enableConfig = lib.mkOption {
      type = lib.types.bool;
      default = true;
      description = "Whether the system mounts what disko formats.";
    };
  };

  config = lib.mkIf config.disko.enableConfig {
    fileSystems = lib.listToAttrs (
      map (
        { content, ... }:
        lib.nameValuePair content.mountpoint {
          device = "/dev/disk/by-label/stub";
          fsType = content.format;
        }
      ) (builtins.filter (partition: partition ? content) partitions)
    );

    boot.loader.grub.devices = lib.mkIf config.boot.loader.grub.enable (map (disk: disk.device) disks);
  };
}
