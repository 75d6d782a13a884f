# Everything that a host of the lab is told otherwise than a NixOS node, and why:
# one file a reason. The rest of the double leaves values as they are. What is told
# for the sake of a program's version is a row of ../needs.json, which names the file.
#
# An adaptation may have
# - options: functions on options' values, by the options' paths, once all modules have spoken
# - flags: from a component's name and its command line's words to the words
# - kubeletConfiguration: from the kubelet's configuration file to what it shall be
lib:
let
  versions = import ../versions.nix;
  older = program: version: builtins.compareVersions versions.${program} version < 0;
  holds =
    need:
    need.need != "refused"
    && (need ? before -> older need.program need.before)
    && (need ? from -> !older need.program need.from);

  adaptations = map (file: import file lib) (
    [ ./container.nix ]
    ++ map (need: ./. + "/${need.need}.nix") (
      builtins.filter holds (builtins.fromJSON (builtins.readFile ../needs.json))
    )
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
