# A default as plain data, with the kind of knowledge we have of it:
#   literal     the value itself; { _package = "name"; } and "<function>" in it
#               stand for what is not plain data
#   expression  the Nix text that the module's author wrote for readers
#   computed    depends on the configuration, or is described in prose only
#   none        the option has no default: it must be set where it is used
{ lib }:
let
  # What JSON cannot hold is named: a package by its name, a function as such.
  plain =
    value:
    if builtins.isString value then
      builtins.unsafeDiscardStringContext value
    else if builtins.isPath value then
      toString value
    else if lib.isDerivation value then
      { _package = value.name; }
    else if builtins.isFunction value then
      "<function>"
    else if builtins.isList value then
      map plain value
    else if builtins.isAttrs value then
      builtins.mapAttrs (_: plain) value
    else
      value;

  literal =
    value:
    let
      data = plain value;
      tried = builtins.tryEval (builtins.deepSeq data data);
    in
    if tried.success then
      {
        default = tried.value;
        defaultKind = "literal";
      }
    else
      computed;

  computed = {
    default = null;
    defaultKind = "computed";
  };

  expression = text: {
    default = text;
    defaultKind = "expression";
  };

  described =
    text:
    if builtins.isString text then
      expression text
    else if text._type or null == "literalExpression" then
      expression text.text
    else
      computed;
in
option:
if option ? defaultText then
  described option.defaultText
else if option ? default then
  literal option.default
else
  {
    default = null;
    defaultKind = "none";
  }
