# What a system of stand-ins is told otherwise: its programs are Debian's, in /usr.
{ lib, pkgs, ... }:
{
  # Of a release, by a function that not every Nix has.
  system.nixos = {
    revision = "unknown";
    versionSuffix = "";
  };
  # /usr/bin/env is Debian's, and stays.
  system.activationScripts.usrbinenv = lib.mkForce "";
  # The one that Debian's programs have without a file of it.
  i18n.defaultLocale = lib.mkForce "C.UTF-8";
  # Debian's sshd has its empty folder there, and its logrotate what it has done.
  systemd.tmpfiles.rules = [
    "d /run/sshd 0755 root root"
    "d /var/lib/logrotate 0755 root root"
  ];
  # Debian's programs are loaded by Debian's loader, at the place where NixOS has none.
  environment.stub-ld.enable = lib.mkForce false;
  environment.ldso =
    "/usr/lib/${pkgs.stdenv.hostPlatform.parsed.cpu.name}-linux-gnu/"
    + baseNameOf pkgs.stdenv.cc.bintools.dynamicLinker;
  # Caches of fonts, icons and types of files are made by programs that are not there.
  fonts.fontconfig.enable = lib.mkForce false;
  xdg = lib.genAttrs [
    "autostart"
    "icons"
    "menus"
    "mime"
    "sounds"
  ] (_: { enable = lib.mkForce false; });
  # It asks the kernel's configuration, and the kernel is the machine's.
  environment.etc."sysctl.d/55-nixos-aslr-entropy.conf".enable = false;
  # Debian's nscd.
  services.nscd.enableNsncd = false;
  # The private /tmp of running services goes with it, and a switch then fails.
  boot.tmp.cleanOnBoot = lib.mkForce false;
}
