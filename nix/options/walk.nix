# Walks a tree of options and answers every option that lies in one of the
# prefixes, submodules included.
{
  lib,
  # The tree: `options` of an evaluated NixOS.
  options,
  # List of lists of names.
  prefixes,
}:
let
  kindOf = import ./kind.nix { inherit lib; };
  defaultOf = import ./value.nix { inherit lib; };

  # `a.b."c.d".<name>.*`
  shown =
    path:
    lib.concatMapStringsSep "." (
      part:
      if builtins.match "[A-Za-z_][A-Za-z0-9_'-]*|<.*>|[*]" part != null then
        part
      else
        builtins.toJSON part
    ) path;

  # One path leads into another when they agree as far as both go.
  meets = path: prefix: lib.all (pair: pair.fst == pair.snd) (lib.zipLists path prefix);

  hidden = option: option.visible or true == false;

  # nixpkgs has no field for "renamed to" or "removed"; what its helpers leave
  # behind is a description that names the target, and an option that is
  # hidden, typeless and without a default.
  fate =
    option:
    let
      alias = builtins.match "Alias of [{]option[}]`(.*)`[.]" (
        if builtins.isString (option.description or null) then option.description else ""
      );
    in
    lib.optionalAttrs (alias != null) { aliasOf = builtins.head alias; }
    // lib.optionalAttrs (
      alias == null
      && hidden option
      && option ? apply
      && !(option ? default)
      && option.type.name == "unspecified"
    ) { removed = true; }
    // lib.optionalAttrs (hidden option) { visible = false; };

  entry =
    internal: option:
    {
      inherit internal;
      kind = kindOf option.type;
      readOnly = option.readOnly or false;
      type = option.type.description;
    }
    // defaultOf option
    // fate option;

  # Namespaces: pruned by prefix, so that the rest of NixOS stays unread.
  namespace =
    context: tree:
    lib.concatLists (
      lib.mapAttrsToList (
        name: child:
        let
          here = context // {
            path = context.path ++ [ name ];
          };
        in
        if !lib.any (meets here.path) prefixes then
          [ ]
        else if lib.isOption child then
          option here child
        else
          namespace here child
      ) tree
    );

  option =
    { path, internal }:
    found:
    let
      isInternal = internal || found.internal or false;
    in
    lib.optional (lib.any (prefix: lib.take (lib.length prefix) path == prefix) prefixes) {
      name = shown path;
      value = entry isInternal found;
    }
    # What a hidden option holds is hidden with it; what an internal one
    # holds is internal.
    ++ lib.optionals (!hidden found) (submodule isInternal (found.type.getSubOptions path));

  # A type answers its options with their whole path; the names in between
  # (`<name>`, `*`) are to be had only from there. `_module` is the module
  # system's own, in every submodule anew.
  submodule =
    internal: tree:
    lib.concatMap (
      found:
      option {
        path = found.loc;
        inherit internal;
      } found
    ) (lib.filter (found: !lib.elem "_module" found.loc) (lib.collect lib.isOption tree));
in
builtins.listToAttrs (
  namespace {
    path = [ ];
    internal = false;
  } options
)
