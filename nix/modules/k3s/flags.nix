# What k3s is told beside what NixOS has options for.
{
  config,
  lib,
  pkgs,
  ...
}:
let
  inherit (config.quorate) distribution;
  cfg = config.quorate.k3s;
  inherit (config.services) k3s;
  inherit (config.quorate.apiserver) authenticationFile;

  settings =
    cfg.settings
    // lib.optionalAttrs (authenticationFile != null) {
      kube-apiserver-arg = cfg.settings.kube-apiserver-arg or [ ] ++ [
        "authentication-config=${authenticationFile}"
      ];
    };

  # NixOS quotes none of these.
  words = lib.flatten [
    k3s.disable
    k3s.extraFlags
    k3s.nodeIP
    k3s.nodeLabel
    k3s.nodeName
    k3s.nodeTaint
    k3s.serverAddr
  ];
  odd = lib.filter (word: builtins.match "[^[:space:]%$\"'\\\\;]*" (toString word) == null) words;
in
{
  options.quorate.k3s.settingsFile = lib.mkOption {
    type = lib.types.raw;
    internal = true;
    readOnly = true;
    description = "The file of these.";
  };

  options.quorate.k3s.settings = lib.mkOption {
    type = (pkgs.formats.json { }).type;
    default = { };
    example.cluster-domain = "cluster.local";
    description = ''
      Flags of a server, as k3s takes them in a file. What servers have to agree
      on stands here: it is the same file on all of them, and no value of it is
      split or expanded.
    '';
  };

  config = lib.mkIf (distribution == "k3s") {
    quorate.k3s.settingsFile = pkgs.writeText "k3s-settings.yaml" (builtins.toJSON settings);
    services.k3s.configPath = lib.mkIf (settings != { }) "${cfg.settingsFile}";

    assertions = [
      {
        assertion = odd == [ ];
        message = ''
          systemd would split or expand ${builtins.toJSON odd}, which services.k3s hands to it as it is. Take it out
          of the escape hatch.
        '';
      }
    ];
  };
}
