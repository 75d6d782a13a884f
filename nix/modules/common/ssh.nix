# sshd: keys only, with a host key that was made before the machine.
{ config, lib, ... }:
let
  cfg = config.quorate.ssh;
  inherit (config.quorate.secrets) directory;
in
{
  options.quorate.ssh = {
    enable = lib.mkEnableOption "sshd with Quorate's host key" // {
      default = true;
    };

    keepsHostKey = lib.mkEnableOption "the host keys that the machine had before, in the place of Quorate's";

    port = lib.mkOption {
      type = lib.types.port;
      default = 22;
      description = "TCP port of sshd.";
    };
  };

  config = lib.mkIf cfg.enable {
    services.openssh = {
      enable = true;
      ports = [ cfg.port ];
      # It came with the installation: whoever installed the machine knows it already.
      hostKeys = lib.mkIf (!cfg.keepsHostKey) [
        {
          type = "ed25519";
          path = "${directory}/ssh_host_ed25519_key";
        }
      ];
      settings = {
        KbdInteractiveAuthentication = false;
        PasswordAuthentication = false;
        PermitRootLogin = "prohibit-password";
      };
      # The operator's key is for root alone; a plain AuthorizedKeysFile would be for every user.
      extraConfig = lib.mkAfter ''
        Match User root
          AuthorizedKeysFile ${toString config.services.openssh.authorizedKeysFiles} ${directory}/authorized_keys
        Match all
      '';
    };
  };
}
