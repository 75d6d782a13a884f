# What one works with: the commands, what they talk to, what a lab is made with,
# and the types of machines.ts for the editor. Kubernetes itself is not here: the
# lab's hosts are Debian 12, whose containerd and etcd are too old for nixpkgs'.
{ pkgs, quorate, ... }:
pkgs.mkShellNoCC {
  packages = [
    pkgs.debootstrap
    pkgs.e2fsprogs
    pkgs.etcd
    pkgs.gawk
    pkgs.iproute2
    pkgs.kubectl
    pkgs.nixos-anywhere
    pkgs.nodejs_24
    pkgs.openssh
    pkgs.openssl
    pkgs.systemd
    pkgs.util-linux
    pkgs.wget
    quorate
  ];
  shellHook = ''
    ${quorate}/libexec/quorate/link-types
  '';
}
