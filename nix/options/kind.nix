# The shape of a NixOS option type as plain data: what a value of it looks
# like, not how the module system merges it. Recursive, finite: the formats
# (JSON, TOML, YAML) contain themselves and are named rather than unfolded.
{ lib }:
let
  # Types that are told by their name alone.
  plain = [
    "anything"
    "attrs"
    "bool"
    "float"
    "int"
    "kernelParam"
    "nonEmptyStr"
    "package"
    "path"
    "raw"
    "singleLineStr"
    "str"
    "unspecified"
  ];

  # Types whose name in nixpkgs is not the name in our data.
  named = {
    "passwdEntry path" = {
      kind = "passwdEntryPath";
    };
    "passwdEntry str" = {
      kind = "passwdEntry";
    };
    "positiveInt" = {
      kind = "int";
      min = 1;
    };
    "systemd option" = {
      kind = "systemdUnitOption";
    };
    "unsignedInt" = {
      kind = "int";
      min = 0;
    };
    # types.port is an alias of this one; no option says which was meant.
    "unsignedInt16" = {
      kind = "port";
      max = 65535;
      min = 0;
    };
  };

  # nixpkgs keeps the bounds of a ranged integer in the description only.
  bounds =
    type:
    let
      found = builtins.match ".*between (-?[0-9]+) and (-?[0-9]+) .*" type.description;
    in
    lib.optionalAttrs (found != null) {
      min = lib.toInt (builtins.elemAt found 0);
      max = lib.toInt (builtins.elemAt found 1);
    };

  # A format is a union that contains itself and was given a proper name.
  isFormat =
    type:
    builtins.elem type.name [
      "either"
      "nullOr"
    ]
    && builtins.match "[A-Z][A-Za-z0-9. ]* value" type.description != null;

  # A chain of two-armed unions, laid flat: the reader cares for the arms.
  arms =
    type:
    if type.name == "either" && !isFormat type then
      arms type.nestedTypes.left ++ arms type.nestedTypes.right
    else
      [ (kindOf type) ];

  composed = {
    attrsOf = type: {
      kind = "attrsOf";
      elem = kindOf type.nestedTypes.elemType;
    };
    coercedTo = type: {
      kind = "coercedTo";
      from = kindOf type.nestedTypes.coercedType;
      to = kindOf type.nestedTypes.finalType;
    };
    either = type: {
      kind = "either";
      types = arms type;
    };
    enum = type: {
      kind = "enum";
      inherit (type.functor.payload) values;
    };
    lazyAttrsOf = composed.attrsOf;
    listOf =
      type:
      {
        kind = "listOf";
        elem = kindOf type.nestedTypes.elemType;
      }
      // lib.optionalAttrs (lib.hasPrefix "non-empty " type.description) { nonEmpty = true; };
    nullOr = type: {
      kind = "nullOr";
      elem = kindOf type.nestedTypes.elemType;
    };
    separatedString = type: {
      kind = "separatedStr";
      inherit (type.functor.payload) sep;
    };
    submodule =
      type:
      {
        kind = "submodule";
      }
      // lib.optionalAttrs (type.nestedTypes ? freeformType) {
        freeform = kindOf type.nestedTypes.freeformType;
      };
    # "May be defined once only": says nothing about the value.
    unique = type: kindOf type.nestedTypes.elemType;
  };

  kindOf =
    type:
    if isFormat type then
      {
        kind = "format";
        name = type.description;
      }
    else if builtins.elem type.name plain then
      { kind = type.name; }
    else if named ? ${type.name} then
      named.${type.name}
    else if composed ? ${type.name} then
      composed.${type.name} type
    else if lib.hasPrefix "strMatching " type.name then
      {
        kind = "strMatching";
        inherit (type.functor.payload) pattern;
      }
    else if builtins.match "intBetween|signedInt.*|unsignedInt.*" type.name != null then
      { kind = "int"; } // bounds type
    else
      {
        kind = "other";
        inherit (type) name;
      };
in
kindOf
