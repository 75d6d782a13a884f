# Every command as a package of its own, whose one program it is.
nixpkgs:
{ pkgs, quorate, ... }:
let
  program = "${quorate}/bin/quorate";
  package =
    name: description: script:
    pkgs.writeShellScriptBin name script
    // {
      meta = {
        inherit description;
        mainProgram = name;
      };
    };
  command =
    name: description:
    package name description ''
      exec ${program} ${name} "$@"
    '';
in
{
  generate = package "generate" "machines.ts to nix/generated" ''
    ${quorate}/libexec/quorate/link-types
    exec ${program} generate "$@"
  '';
  genCerts = command "genCerts" "The certificates of the cluster, into a folder";
  plan = command "plan" "Say what deploy would do";
  status = command "status" "What is true of every machine now";
  etcd = command "etcd" "Who is a member of etcd, and copies of what is in it";
  explain = command "explain" "What a code in brackets means";
  deploy = command "deploy" "Install a machine, or bring it up to date";
  reboot = command "reboot" "Reboot nodes, each once the others can do without it";
  replace = command "replace" "Another machine, or another disk, in the place of a node that is lost";
  rollback = command "rollback" "Take nodes back to what they ran before, with its secrets";
  uncordon = command "uncordon" "Undo cordons that deployments have left";
  unlock = command "unlock" "Take the cluster's lock from a run that is dead";
  lab = command "lab" "The cluster of machines.ts on this machine";
  importInventory = command "importInventory" "An nk3 inventory to machines.ts";
  quorum = command "quorum" "etcd alone on this machine: its quorum and its loss";
  nixosOptions = package "nixosOptions" "The options of NixOS as data, from this nixpkgs" ''
    exec ${program} nixosOptions --nixpkgs ${nixpkgs.outPath} "$@"
  '';
}
