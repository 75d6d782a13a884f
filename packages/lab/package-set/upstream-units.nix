# The names of systemd's own units, and folders of links to them, that NixOS takes over. They stand in its modules
# alone, as strings between quotes.
{ lib, nixpkgs }:
let
  boot = nixpkgs + "/nixos/modules/system/boot";
  modulesOf =
    folder:
    map (name: folder + "/${name}") (
      builtins.filter (lib.hasSuffix ".nix") (builtins.attrNames (builtins.readDir folder))
    );
  files = modulesOf boot ++ modulesOf (boot + "/systemd");
  isUnit =
    text:
    builtins.match "[a-zA-Z0-9@._-]+[.](automount|mount|path|service|slice|socket|target|target[.]wants|timer)" text
    != null;
in
lib.unique (
  lib.concatMap (file: builtins.filter isUnit (lib.splitString "\"" (builtins.readFile file))) files
)
