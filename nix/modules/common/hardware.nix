# Enough drivers and firmware to start on the usual server, since there is no
# hardware-configuration.nix of a particular one.
{
  config,
  lib,
  pkgs,
  ...
}:
let
  cfg = config.quorate.hardware;
  inherit (pkgs.stdenv.hostPlatform) isx86_64;
in
{
  options.quorate.hardware.enable =
    lib.mkEnableOption "drivers, firmware and microcode for common servers"
    // {
      default = true;
    };

  config = lib.mkIf cfg.enable {
    hardware = {
      enableRedistributableFirmware = lib.mkDefault true;
      cpu.amd.updateMicrocode = lib.mkDefault isx86_64;
      cpu.intel.updateMicrocode = lib.mkDefault isx86_64;
    };

    # Beside NixOS's own list: disk controllers of servers, and of virtual machines.
    boot.initrd.availableKernelModules = [
      "virtio_blk"
      "virtio_pci"
      "virtio_scsi"
    ]
    ++ lib.optionals isx86_64 [
      "megaraid_sas"
      "mpt3sas"
    ];
  };
}
