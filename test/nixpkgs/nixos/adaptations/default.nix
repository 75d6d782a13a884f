# Everything that a host of the lab is told otherwise than a NixOS node, and why:
# one file a reason. The rest of the double leaves values as they are.
#
# An adaptation may have
# - options: functions on options' values, by the options' paths, once all modules have spoken
# - flags: from a component's name and its command line's words to the words
# - kubeletConfiguration: from the kubelet's configuration file to what it shall be
lib:
let
  # Of the programs in /opt/quorate-lab/bin: a lab with other programs changes this file.
  version = builtins.head (lib.splitString "\n" (builtins.readFile ../kubernetes-version));

  adaptations = map (file: import file lib) (
    [
      ./container.nix
      ./etcd-3.4.nix
    ]
    ++ lib.optional (builtins.compareVersions version "1.21" < 0) ./kubernetes-1.20.nix
  );
  apply = functions: value: lib.foldl' (kept: f: f kept) value functions;
  all =
    name:
    lib.concatMap (adaptation: lib.optional (adaptation ? ${name}) adaptation.${name}) adaptations;
in
{
  options = builtins.zipAttrsWith (_: apply) (all "options");
  flags = program: apply (map (flags: flags program) (all "flags"));
  kubeletConfiguration = apply (all "kubeletConfiguration");
}
