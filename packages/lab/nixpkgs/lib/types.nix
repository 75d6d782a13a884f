# Types know how to merge several definitions, and nothing else: that values are
# of their type is for the real NixOS to check.
properties: evalModules:
let
  inherit (properties) definitionsIn;

  isDerivation = value: (value.type or "") == "derivation";
  isPlainSet = value: builtins.isAttrs value && !isDerivation value;
  all = predicate: values: builtins.all predicate values;

  show = builtins.concatStringsSep ".";
  conflict =
    path: values: throw "The option ${show path} has different values: ${builtins.toJSON values}";

  type = merge: { inherit merge; };

  # Values that must agree, whatever they are.
  one = type (
    path: values:
    if all (value: value == builtins.head values) values then
      builtins.head values
    else
      conflict path values
  );

  joined = separator: type (_: builtins.concatStringsSep separator);

  # Children are kept without asking whether anything defines them after all.
  lazySet =
    element:
    type (
      path: values:
      builtins.mapAttrs (name: mergeDefinitions element (path ++ [ name ])) (
        builtins.zipAttrsWith (_: definitions: definitions) values
      )
    );

  # What every definition takes back with mkIf is left out.
  set =
    element:
    type (
      path: values:
      let
        children = builtins.zipAttrsWith (_: definitions: definitions) values;
        defined = builtins.filter (name: builtins.concatMap definitionsIn children.${name} != [ ]) (
          builtins.attrNames children
        );
      in
      builtins.listToAttrs (
        map (name: {
          inherit name;
          value = mergeDefinitions element (path ++ [ name ]) children.${name};
        }) defined
      )
    );

  anythingIn =
    collection:
    type (
      path: values:
      if all isPlainSet values then
        (collection (anythingIn collection)).merge path values
      else if all builtins.isList values then
        builtins.concatLists values
      else
        one.merge path values
    );

  # The value of an option (or of a part of one) from all that modules say of it.
  mergeDefinitions =
    type: path: raw:
    let
      definitions = builtins.concatMap definitionsIn raw;
      strongest = builtins.foldl' (
        least: { priority, ... }: if priority < least then priority else least
      ) 9999 definitions;
      chosen = builtins.sort (a: b: a.order < b.order) (
        builtins.filter ({ priority, ... }: priority == strongest) definitions
      );
    in
    if chosen == [ ] then
      throw "The option ${show path} is used, and nothing defines it"
    else
      type.merge path (map ({ value, ... }: value) chosen);
in
{
  inherit mergeDefinitions;
  # For what no module declares.
  undeclared = anythingIn lazySet;

  types = rec {
    str = one;
    path = one;
    bool = one;
    int = one;
    port = one;
    package = one;
    raw = one;
    enum = _: one;
    strMatching = _: one;
    anything = anythingIn set;
    attrs = anything;
    lines = joined "\n";
    commas = joined ",";
    separatedString = joined;
    nullOr =
      element:
      type (path: values: if all (value: value == null) values then null else element.merge path values);
    listOf = _: type (_: builtins.concatLists);
    attrsOf = set;
    lazyAttrsOf = lazySet;
    submodule =
      module:
      type (
        path: values:
        (evalModules {
          modules = [ module ] ++ map (value: { config = value; }) values;
          specialArgs.name = builtins.elemAt path (builtins.length path - 1);
          prefix = path;
        }).config
      );
  };
}
