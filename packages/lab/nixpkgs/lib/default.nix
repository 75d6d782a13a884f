# The functions of nixpkgs' lib that the flake and its modules call.
let
  properties = import ./properties.nix;
  typing = import ./types.nix properties modules.evalModules;
  modules = import ./modules.nix {
    inherit properties lib;
    types = typing;
  };
  lib = builtins // own;

  own = rec {
    inherit (typing) types;
    inherit (modules) evalModules mkOption;
    inherit (properties)
      mkAfter
      mkBefore
      mkDefault
      mkForce
      mkIf
      mkMerge
      mkOptionDefault
      mkOrder
      mkOverride
      ;

    mkEnableOption =
      what:
      modules.mkOption {
        type = typing.types.bool;
        default = false;
        description = "Whether to enable ${what}.";
      };

    genAttrs =
      names: f:
      builtins.listToAttrs (
        map (name: {
          inherit name;
          value = f name;
        }) names
      );
    nameValuePair = name: value: { inherit name value; };
    mapAttrs' = f: set: builtins.listToAttrs (mapAttrsToList f set);
    mapAttrsToList = f: set: map (name: f name set.${name}) (builtins.attrNames set);
    filterAttrs =
      f: set: removeAttrs set (builtins.filter (name: !f name set.${name}) (builtins.attrNames set));

    optional = condition: value: if condition then [ value ] else [ ];
    optionals = condition: values: if condition then values else [ ];
    optionalAttrs = condition: set: if condition then set else { };
    optionalString = condition: text: if condition then text else "";
    subtractLists = unwanted: builtins.filter (value: !builtins.elem value unwanted);
    unique = builtins.foldl' (
      kept: value: if builtins.elem value kept then kept else kept ++ [ value ]
    ) [ ];

    flatten =
      value: if builtins.isList value then builtins.concatMap lib.flatten value else [ value ];

    concatStrings = builtins.concatStringsSep "";
    concatMapStrings = f: values: concatStrings (map f values);
    concatLines = concatMapStrings (line: "${line}\n");
    hasInfix = part: text: builtins.length (builtins.split (literal part) text) > 1;
    inherit (builtins) replaceStrings;
    boolToString = value: if value then "true" else "false";
    # A part refers to what the whole does: the file that a flag names is of the closure.
    splitString =
      separator: text:
      map (part: builtins.appendContext part (builtins.getContext text)) (
        builtins.filter builtins.isString (builtins.split (literal separator) text)
      );
    escapeShellArg = text: "'${builtins.replaceStrings [ "'" ] [ "'\\''" ] (toString text)}'";
    escapeShellArgs = texts: builtins.concatStringsSep " " (map escapeShellArg texts);

    makeBinPath = makeSearchPath "bin";
    makeLibraryPath = makeSearchPath "lib";
    makeSearchPath =
      folder: packages: builtins.concatStringsSep ":" (map (package: "${package}/${folder}") packages);

    licenses.mit = {
      spdxId = "MIT";
    };

    nixosSystem = import ../nixos lib;
  };

  # A regular expression for a text without brackets or backslashes.
  literal =
    builtins.replaceStrings
      [
        "."
        "*"
        "+"
        "?"
        "|"
        "^"
        "$"
      ]
      [
        "[.]"
        "[*]"
        "[+]"
        "[?]"
        "[|]"
        "\\^"
        "[$]"
      ];
in
lib
