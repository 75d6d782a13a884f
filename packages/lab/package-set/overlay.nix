# What the rule "a source makes a stand-in" does not do right by itself.
{
  double,
  lab,
  switch,
}:
_final: prev:
let
  inherit (prev) lib;

  toToml =
    value: lib.concatStrings (lib.mapAttrsToList (key: part: "${builtins.toJSON key} = ${inline part}\n") value);
  inline =
    value:
    if lib.isDerivation value then
      builtins.toJSON "${value}"
    else if lib.isAttrs value then
      "{ ${lib.concatStringsSep ", " (lib.mapAttrsToList (key: part: "${builtins.toJSON key} = ${inline part}") value)} }"
    else if lib.isList value then
      "[ ${lib.concatMapStringsSep ", " inline value} ]"
    else
      builtins.toJSON value;

  # Of nothing but its name; a source is what makes it a stand-in.
  named =
    pname: attrs:
    prev.stdenvNoCC.mkDerivation (
      {
        inherit pname;
        version = "0";
        src = null;
        meta.mainProgram = pname;
      }
      // attrs
    );
in
{
  # Written in Haskell, whose packages a tree may lack: scripts are not checked.
  shellcheck = named "shellcheck" { passthru.compiler.bootstrapAvailable = false; };
  shellcheck-minimal = named "shellcheck" { passthru.compiler.bootstrapAvailable = false; };

  # One program, and not the twenty packages that it is made of.
  nix = named "nix" { version = prev.nix.version; };

  # Its packages are those of the base tree.
  perl = prev.perl // {
    withPackages = _: prev.perl;
  };

  # Compiles a program of C for each; a script does.
  makeBinaryWrapper = prev.makeWrapper;

  # A folder of links to the files of another: `lndir -silent from to`.
  lndir = prev.writeShellScriptBin "lndir" ''
    while [ "''${1#-}" != "$1" ]; do shift; done
    to=$(realpath "''${2:-.}")
    cd "$1"
    find . -mindepth 1 -type d -exec mkdir -p "$to"/{} \;
    find "$PWD" ! -type d -printf '%P\n' | while read -r path; do ln -s "$PWD/$path" "$to/$path"; done
  '';

  # By a program of Rust. In TOML's inline tables a value is nearly what it is in JSON.
  formats = prev.formats // {
    toml =
      arguments:
      prev.formats.toml arguments
      // {
        generate = name: value: prev.writeText name (toToml value);
      };
  };

  # Compiled from the tree by whoever has it in PATH. Else the lab's own, which goes by the same rules.
  switch-to-configuration-ng =
    if switch == null then
      prev.writeShellScriptBin "switch-to-configuration" (
        builtins.replaceStrings
          [
            "system=@out@"
            "PATH=/usr/local/sbin"
            # Of all targets that there are one powers off.
            "grep '\\.target$' \"$work/new\""
          ]
          [
            "system=$OUT"
            "PATH=/run/current-system/sw/bin:/usr/local/sbin"
            "grep -Fx -f \"$work/active\" \"$work/new\" | grep '\\.target$'"
          ]
          (builtins.readFile (double + "/nixos/scripts/switch-to-configuration.sh"))
      )
    else
      prev.runCommand "switch-to-configuration" { meta.mainProgram = "switch-to-configuration"; } ''
        install -D -m 0555 ${
          builtins.path {
            path = switch;
            name = "switch-to-configuration";
          }
        } $out/bin/switch-to-configuration
      '';

  # The pods' infrastructure is the lab's image.
  dockerTools = prev.dockerTools // {
    buildImage = { name, ... }: prev.runCommand "image-${name}" { } "ln -s ${lab}/images/${name}.tar $out";
  };
}
