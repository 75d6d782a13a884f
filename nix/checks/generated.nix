# Fails when machines.ts and nix/generated do not agree.
{ pkgs, quorate, ... }:
root:
pkgs.runCommand "quorate-generated" { nativeBuildInputs = [ quorate ]; } ''
  cd ${root}
  HOME=$TMPDIR quorate generate --check
  touch $out
''
