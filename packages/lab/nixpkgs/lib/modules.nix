# A small module system: as much of NixOS's as the modules of this repository
# ask for.
{
  properties,
  types,
  lib,
}:
let
  inherit (properties) childrenOf mkOptionDefault;

  show = builtins.concatStringsSep ".";
  isOption = node: (node._type or "") == "option";

  # A module, whatever its form, as { imports, options, config }.
  shape =
    arguments: module:
    let
      loaded = if builtins.isPath module || builtins.isString module then import module else module;
      wanted = builtins.functionArgs loaded;
      body =
        if builtins.isFunction loaded then
          loaded (if wanted == { } then arguments else builtins.intersectAttrs wanted arguments)
        else
          loaded;
      explicit = body ? config || body ? options;
    in
    {
      imports = body.imports or [ ];
      options = body.options or { };
      config =
        if explicit then
          body.config or { }
        else
          removeAttrs body [
            "_class"
            "_file"
            "imports"
            "key"
          ];
    };

  collect =
    arguments:
    builtins.concatMap (
      module:
      let
        shaped = shape arguments module;
      in
      [ shaped ] ++ collect arguments shaped.imports
    );

  mergeDeclarations =
    path:
    builtins.zipAttrsWith (
      name: nodes:
      let
        here = path ++ [ name ];
      in
      if builtins.length nodes == 1 then
        builtins.head nodes
      else if builtins.any isOption nodes then
        throw "The option ${show here} is declared twice"
      else
        mergeDeclarations here nodes
    );

  # A branch of the configuration, from the declarations below it and everything
  # that modules say there. What is not declared is merged as it comes.
  mergeBranch =
    adapt: path: declarations: definitions:
    let
      children = builtins.zipAttrsWith (_: values: values) (builtins.concatMap childrenOf definitions);
      at = name: path ++ [ name ];
      declared = builtins.mapAttrs (
        name: node:
        let
          values = children.${name} or [ ];
          default = if node ? default then [ (mkOptionDefault node.default) ] else [ ];
        in
        if isOption node then
          (adapt.${show (at name)} or (value: value)) (
            types.mergeDefinitions node.type (at name) (values ++ default)
          )
        else
          mergeBranch adapt (at name) node values
      ) declarations;
      rest = builtins.mapAttrs (name: types.mergeDefinitions types.undeclared (at name)) (
        removeAttrs children (builtins.attrNames declarations)
      );
    in
    rest // declared;
in
{
  mkOption =
    {
      type ? types.types.anything,
      ...
    }@declaration:
    declaration
    // {
      _type = "option";
      inherit type;
    };

  # `adapt` changes options' values, by their paths, once they are merged.
  evalModules =
    {
      modules,
      specialArgs ? { },
      prefix ? [ ],
      adapt ? { },
    }:
    let
      collected = collect (specialArgs // { inherit config lib options; }) modules;
      options = mergeDeclarations prefix (map (module: module.options) collected);
      config = mergeBranch adapt prefix options (map (module: module.config) collected);
    in
    {
      inherit config options;
    };
}
