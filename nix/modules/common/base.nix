# What every node is, whatever runs on it.
{ config, lib, ... }:
let
  cfg = config.quorate.base;
in
{
  options.quorate.base.enable = lib.mkEnableOption "the settings that all nodes share" // {
    default = true;
  };

  config = lib.mkIf cfg.enable {
    nix = {
      settings = {
        experimental-features = [
          "flakes"
          "nix-command"
        ];
        auto-optimise-store = lib.mkDefault true;
      };
      # Some generations stay to roll back to.
      gc = {
        automatic = lib.mkDefault true;
        dates = lib.mkDefault "weekly";
        options = lib.mkDefault "--delete-older-than 30d";
      };
    };

    # Accounts are what the configuration says; nobody has a password.
    users = {
      mutableUsers = lib.mkDefault false;
      # root's key may be in the secrets folder alone, where the check against locking oneself out does not look.
      allowNoPasswordLogin = true;
    };

    time.timeZone = lib.mkDefault "UTC";

    # Certificates and leases need clocks that agree.
    services.timesyncd.enable = lib.mkDefault true;

    services.journald.extraConfig = ''
      SystemMaxUse=1G
    '';

    boot.tmp.cleanOnBoot = lib.mkDefault true;

    # Nobody reads manuals on a node.
    documentation.enable = lib.mkDefault false;
  };
}
