# stdenv.mkDerivation, with stand-ins in the place of what would be compiled. A
# package is evaluated as ever, with all of its attributes, overrides and passthru;
# only the derivation that comes of it is another: without inputs, and made by
# stand-in.sh.
{
  config,
  lab,
  lib,
  libraries,
  nixpkgs,
  programs,
}:
let
  table = import ./programs.nix {
    inherit lab libraries;
    units = import ./upstream-units.nix { inherit lib nixpkgs; };
  };

  # What is unpacked and built. Trivial builders that take a file as `src` do neither.
  isCompiled =
    args:
    (args ? src || args ? srcs || args ? cargoDeps)
    && !(args.dontUnpack or false)
    && !(args ? buildCommand)
    && baseNameOf (toString (lib.last args.args)) == "default-builder.sh";

  standIn =
    args:
    let
      pname = args.pname or (lib.getName args.name);
      mainProgram = args.NIX_MAIN_PROGRAM or args.env.NIX_MAIN_PROGRAM or pname;
      outputs = args.outputs or [ "out" ];
      entry = table.${pname} or { };
      pairs = lib.mapAttrsToList (place: source: "${place}=${source}");
      made = builtins.derivation {
        inherit (args) name system;
        inherit lab outputs programs;
        builder = "/usr/bin/bash";
        args = [ ./stand-in.sh ];
        package = pname;
        commands = entry.commands or [ mainProgram ];
        debs = entry.debs or [ pname ];
        links = pairs (entry.links or { });
        copies = pairs (entry.copies or { });
        empty = entry.empty or [ ];
        units = entry.units or [ ];
        preferLocalBuild = true;
        allowSubstitutes = false;
      };
      # As builtins.derivation has it: what the derivation was told can be asked of it.
      common =
        args
        // lib.genAttrs outputs output
        // {
          all = map output outputs;
          drvAttrs = args;
        };
      output =
        outputName:
        common
        // {
          inherit (made.${outputName}) drvPath outPath;
          inherit outputName;
          type = "derivation";
        };
    in
    output (builtins.head outputs);

  # A program with rights: NixOS compiles a small one that starts it, and gives the
  # rights to that one. Here they go to a copy of Debian's own.
  isSecurityWrapper = args: lib.hasPrefix "security-wrapper-" (args.name or "");
  securityWrapper =
    args:
    builtins.derivation {
      inherit (args) name system;
      inherit programs;
      builder = "/usr/bin/bash";
      source = lib.removeSuffix "\"" (lib.removePrefix "-DSOURCE_PROG=\"" (lib.head args.CFLAGS));
      args = [
        "-euc"
        ''
          PATH=/usr/bin
          mkdir -p $out/bin
          cp -L "$source" $out/bin/security-wrapper
          # Nix kills a builder that has closed its output, as programs do at their end.
          :
        ''
      ];
      preferLocalBuild = true;
      allowSubstitutes = false;
    };

  make =
    args:
    if isSecurityWrapper args then
      securityWrapper args
    else if isCompiled args then
      standIn args
    else if args.__structuredAttrs or false then
      builtins.derivation (args // { args = [ ./attributes.sh ] ++ args.args; })
    else
      builtins.derivation args;

  makeDerivation =
    builtins.scopedImport
      { derivation = make; }
      (nixpkgs + "/pkgs/stdenv/generic/make-derivation.nix")
      lib
      config;
in
stdenv: (makeDerivation stdenv).mkDerivation
