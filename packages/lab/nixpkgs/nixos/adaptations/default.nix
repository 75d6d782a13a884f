# Everything that a host of the lab is told otherwise than a NixOS node, and why:
# one file a reason. The rest of the double leaves values as they are.
#
# A file that is named after versions is about programs that are older than what
# NixOS has now (`before`), or stricter than a container allows (`from`).
#
# An adaptation may have
# - options: functions on options' values, by the options' paths, once all modules have spoken
# - flags: from a component's name and its command line's words to the words
# - kubeletConfiguration: from the kubelet's configuration file to what it shall be
lib:
let
  versions = import ../versions.nix;
  older = program: version: builtins.compareVersions versions.${program} version < 0;
  before = program: version: lib.optional (older program version);
  from = program: version: lib.optional (!older program version);

  adaptations = map (file: import file lib) (
    [ ./container.nix ]
    ++ before "etcd" "3.6" ./etcd-before-3.6.nix
    ++ from "kubernetes" "1.35" ./kubernetes-from-1.35.nix
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
