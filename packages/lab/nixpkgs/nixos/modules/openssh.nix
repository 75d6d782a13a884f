# sshd, with the host's own OpenSSH.
{
  config,
  lib,
  programs,
  ...
}:
let
  cfg = config.services.openssh;

  value =
    setting:
    if setting == true then
      "yes"
    else if setting == false then
      "no"
    else if builtins.isList setting then
      builtins.concatStringsSep "," setting
    else
      toString setting;

  settings = lib.filterAttrs (_: setting: setting != null) cfg.settings;
in
{
  options.services.openssh = {
    enable = lib.mkOption { default = false; };
    ports = lib.mkOption { default = [ 22 ]; };
    authorizedKeysFiles = lib.mkOption {
      type = lib.types.listOf lib.types.str;
      default = [ ];
    };
    hostKeys = lib.mkOption {
      type = lib.types.listOf lib.types.raw;
      default = [ ];
    };
    settings = lib.mkOption { default = { }; };
    extraConfig = lib.mkOption {
      type = lib.types.lines;
      default = "";
    };
  };

  config = lib.mkIf cfg.enable {
    services.openssh = {
      authorizedKeysFiles = [
        "%h/.ssh/authorized_keys"
        "/etc/ssh/authorized_keys.d/%u"
      ];
      settings.UsePAM = lib.mkDefault true;
    };

    environment.etc."ssh/sshd_config".text =
      lib.concatLines (
        lib.mapAttrsToList (name: setting: "${name} ${value setting}") settings
        ++ map (port: "Port ${toString port}") cfg.ports
        ++ map (key: "HostKey ${key.path}") cfg.hostKeys
        ++ [ "AuthorizedKeysFile ${toString cfg.authorizedKeysFiles}" ]
      )
      + cfg.extraConfig;

    systemd.services.sshd = {
      description = "SSH Daemon";
      wantedBy = [ "multi-user.target" ];
      after = [ "network.target" ];
      # Whoever deploys is connected through it.
      stopIfChanged = false;
      restartTriggers = [ "${config.environment.etc."ssh/sshd_config".source}" ];
      serviceConfig = {
        Type = "notify";
        Restart = "always";
        ExecStart = "${programs.sshd} -D -f /etc/ssh/sshd_config";
        KillMode = "process";
        RuntimeDirectory = "sshd";
        RuntimeDirectoryMode = "0755";
        RuntimeDirectoryPreserve = true;
      };
    };
  };
}
