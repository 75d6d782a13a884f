# What one works with: the commands, what they talk to, what a lab is made with
# and what its hosts run, and the types of machines.ts for the editor. Hosts of a
# lab take Kubernetes from PATH, and with it etcd, containerd, flannel and CNI's plugins:
# all of one nixpkgs, hence of versions that fit each other.
{ pkgs, quorate, ... }:
let
  # Both are called `flannel` in nixpkgs. A lab knows the plugin by its place among
  # CNI's others, and the daemon by upstream's name for it.
  plugins = pkgs.symlinkJoin {
    name = "cni-plugins";
    paths = [
      pkgs.cni-plugins
      pkgs.cni-plugin-flannel
    ];
  };
  flanneld = pkgs.runCommand "flanneld" { } ''
    mkdir -p $out/bin
    ln -s ${pkgs.flannel}/bin/flannel $out/bin/flanneld
  '';
in
pkgs.mkShellNoCC {
  packages = [
    plugins
    flanneld
    pkgs.containerd
    pkgs.debootstrap
    pkgs.e2fsprogs
    pkgs.etcd
    pkgs.gawk
    pkgs.go
    pkgs.iproute2
    pkgs.just
    pkgs.kubernetes
    pkgs.nixos-anywhere
    pkgs.nodejs_24
    pkgs.openssh
    pkgs.openssl
    pkgs.runc
    pkgs.skopeo
    pkgs.systemd
    pkgs.util-linux
    pkgs.wget
    quorate
  ];
  shellHook = ''
    ${quorate}/libexec/quorate/link-types
  '';
}
