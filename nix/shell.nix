# What one works with: the commands, what they talk to, and the types of
# machines.ts for the editor.
{ pkgs, quorate, ... }:
pkgs.mkShellNoCC {
  packages = [
    pkgs.etcd
    pkgs.kubectl
    pkgs.nixos-anywhere
    pkgs.nodejs_24
    pkgs.openssh
    pkgs.openssl
    quorate
  ];
  shellHook = ''
    ${quorate}/libexec/quorate/link-types
  '';
}
