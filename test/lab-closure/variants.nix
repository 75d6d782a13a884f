# Small systems that differ in one thing each, for tests of switch-to-configuration.
{ }:
let
  lib = import ../../packages/lab/nixpkgs/lib;

  service = program: {
    wantedBy = [ "multi-user.target" ];
    serviceConfig.ExecStart = program;
  };

  base = {
    networking.hostName = "host";
    services.openssh.enable = false;
    environment.etc = {
      "app/plain".text = "one";
      "app/restart".text = "one";
      "app/reload".text = "one";
      "app/copied" = {
        text = "one";
        mode = "0640";
      };
    };
    systemd.services = {
      ordinary = service "/bin/ordinary";
      gentle = service "/bin/gentle" // {
        stopIfChanged = false;
      };
      stubborn = service "/bin/stubborn" // {
        restartIfChanged = false;
      };
      listening = service "/bin/listening" // {
        reloadIfChanged = true;
      };
      idle.serviceConfig.ExecStart = "/bin/idle";
    };
    systemd.targets.group.wantedBy = [ "multi-user.target" ];
    systemd.slices.group.description = "A slice";
  };

  triggered =
    { config, ... }:
    {
      systemd.services.watching = service "/bin/watching" // {
        restartTriggers = [ "${config.environment.etc."app/restart".source}" ];
        reloadTriggers = [ "${config.environment.etc."app/reload".source}" ];
      };
    };

  system =
    change:
    (lib.nixosSystem {
      modules = [
        base
        triggered
        change
      ];
    }).config.system.build.toplevel;

  force = lib.mapAttrs (_: lib.mkForce);
in
lib.mapAttrs (_: system) {
  base = { };
  ordinaryProgram.systemd.services.ordinary.serviceConfig = force { ExecStart = "/bin/other"; };
  ordinaryEnvironment.systemd.services.ordinary.environment.X = "1";
  ordinaryDescription.systemd.services.ordinary.description = "Another word for it";
  ordinaryOrder.systemd.services.ordinary.after = [ "gentle.service" ];
  ordinaryReload.systemd.services.ordinary.serviceConfig.ExecReload = "/bin/again";
  gentleProgram.systemd.services.gentle.serviceConfig = force { ExecStart = "/bin/other"; };
  stubbornProgram.systemd.services.stubborn.serviceConfig = force { ExecStart = "/bin/other"; };
  listeningProgram.systemd.services.listening.serviceConfig = force { ExecStart = "/bin/other"; };
  idleProgram.systemd.services.idle.serviceConfig = force { ExecStart = "/bin/other"; };
  restartTrigger.environment.etc."app/restart".text = lib.mkForce "two";
  reloadTrigger.environment.etc."app/reload".text = lib.mkForce "two";
  plainFile.environment.etc."app/plain".text = lib.mkForce "two";
  removed.systemd.services.ordinary = lib.mkForce { enable = false; };
  without.environment.etc = {
    "app/copied".enable = false;
    hosts.enable = false;
  };
  added.systemd.services.fresh = service "/bin/fresh";
  dropIn.systemd.services.of-the-host = {
    overrideStrategy = "asDropin";
    stopIfChanged = false;
    serviceConfig.CPUWeight = 10;
  };
  slice.systemd.slices.group.unitConfig.X = "1";
  two.systemd.services = {
    ordinary.environment.X = "1";
    gentle.environment.X = "1";
  };
}
