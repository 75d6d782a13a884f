# Files below /etc: links into the store or, with a mode, copies.
{ lib, pkgs, ... }:
{
  options.environment.etc = lib.mkOption {
    type = lib.types.attrsOf (
      lib.types.submodule (
        { name, config, ... }:
        {
          options = {
            enable = lib.mkOption { default = true; };
            target = lib.mkOption { default = name; };
            text = lib.mkOption {
              type = lib.types.nullOr lib.types.lines;
              default = null;
            };
            source = lib.mkOption { type = lib.types.path; };
            mode = lib.mkOption { default = "symlink"; };
            user = lib.mkOption { default = "root"; };
            group = lib.mkOption { default = "root"; };
          };
          config.source = lib.mkIf (config.text != null) (
            lib.mkDefault (
              pkgs.writeText (builtins.replaceStrings [ "/" "@" ] [ "-" "-" ] "etc-${name}") config.text
            )
          );
        }
      )
    );
    default = { };
  };
}
