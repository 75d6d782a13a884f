# The host's name, and its addresses through the host's own systemd-networkd.
#
# Left out: the firewall (a host of the lab has its network to itself) and
# systemd-resolved; the name servers are written where it would write them.
{
  config,
  lib,
  ...
}:
let
  cfg = config.networking;
  network = config.systemd.network;
  unit = import ../unit.nix { inherit lib; };

  # NixOS's names for the sections of a .network file that nodes use.
  sections = {
    matchConfig = "Match";
    linkConfig = "Link";
    networkConfig = "Network";
  };
  networkText =
    value:
    lib.concatStrings (
      map (name: unit.section sections.${name} (unit.settings (value.${name} or { }))) [
        "matchConfig"
        "linkConfig"
      ]
    )
    + unit.section "Network" (
      unit.settings (value.networkConfig or { })
      ++ map (address: "Address=${address}") (value.address or [ ])
      ++ map (gateway: "Gateway=${gateway}") (value.gateway or [ ])
      ++ map (server: "DNS=${server}") (value.dns or [ ])
    )
    + lib.concatStrings (map (route: unit.section "Route" (unit.settings route)) (value.routes or [ ]));

  files =
    lib.mapAttrs' (
      name: value: lib.nameValuePair "systemd/network/${name}.network" { text = networkText value; }
    ) network.networks
    // {
      "systemd/networkd.conf".text = unit.section "Network" (
        unit.settings (network.config.networkConfig or { })
      );
    };
  sources = names: map (name: "${config.environment.etc.${name}.source}") names;
  servers = lib.concatStrings (map (server: "nameserver ${server}\n") cfg.nameservers);
in
{
  options = {
    networking.hostName = lib.mkOption {
      type = lib.types.str;
      default = "nixos";
    };
    networking.nameservers = lib.mkOption {
      type = lib.types.listOf lib.types.str;
      default = [ ];
    };
    networking.useNetworkd = lib.mkOption { default = false; };
    systemd.network = {
      networks = lib.mkOption { default = { }; };
      config = lib.mkOption { default = { }; };
    };
  };

  config = lib.mkMerge [
    {
      environment.etc = {
        hostname.text = "${cfg.hostName}\n";
        hosts.text = ''
          127.0.0.1 localhost
          ::1 localhost
          127.0.0.2 ${cfg.hostName}
        '';
        "resolv.conf" = {
          text = servers;
          mode = "0644";
        };
        # For the kubelet, which is told to look where systemd-resolved would put it.
        "tmpfiles.d/quorate-resolv.conf".text = ''
          d /run/systemd/resolve 0755 root root - -
          L+ /run/systemd/resolve/resolv.conf - - - - /etc/resolv.conf
        '';
      };
    }
    (lib.mkIf cfg.useNetworkd {
      environment.etc = files;
      systemd.services.systemd-networkd = {
        overrideStrategy = "asDropin";
        wantedBy = [ "multi-user.target" ];
        stopIfChanged = false;
        restartTriggers = sources [ "systemd/networkd.conf" ];
        reloadTriggers = sources (
          map (name: "systemd/network/${name}.network") (builtins.attrNames network.networks)
        );
      };
    })
  ];
}
