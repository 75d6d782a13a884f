# Stands in for lib.nixosSystem: no module is evaluated. Of the modules, those
# that are plain data are merged; functions, paths and imports are passed over.
{ modules, ... }:
let
  dataOf = module: if builtins.isAttrs module then module.config or { } else { };

  merge =
    path: a: b:
    if builtins.isAttrs a && builtins.isAttrs b then
      a
      // builtins.mapAttrs (
        name: value: if a ? ${name} then merge "${path}.${name}" a.${name} value else value
      ) b
    else if builtins.isList a && builtins.isList b then
      a ++ b
    else if a == b then
      a
    else
      throw "The option ${path} has two different values: ${builtins.toJSON a} and ${builtins.toJSON b}";

  data = builtins.foldl' (merge "config") { } (map dataOf modules);

  platform = data.nixpkgs.hostPlatform or "x86_64-linux";

  toplevel = derivation {
    name = "nixos-system-${data.networking.hostName or "unnamed"}-double";
    system = platform.system or platform;
    builder = "/bin/sh";
    args = [
      "-c"
      ''
        set -eu
        PATH=/usr/bin:/bin
        mkdir -p "$out/bin"
        cp "$optionsPath" "$out/options.json"
        cp "$switchPath" "$out/bin/switch-to-configuration"
        chmod 0555 "$out/bin/switch-to-configuration"
      ''
    ];
    passAsFile = [
      "options"
      "switch"
    ];
    options = builtins.toJSON data;
    switch = builtins.readFile ./switch-to-configuration.sh;
  };
in
{
  config = merge "config" data { system.build = { inherit toplevel; }; };
  options = { };
}
