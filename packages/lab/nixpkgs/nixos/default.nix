# Stands in for lib.nixosSystem: real modules are evaluated, those of the flake
# and, in place of NixOS's own, the few in ./modules. What comes out runs on a
# host of the lab: a Debian with systemd whose programs are at fixed paths.
lib:
{
  modules,
  specialArgs ? { },
  ...
}:
let
  evaluated = lib.evalModules {
    modules = import ./modules ++ modules;
    specialArgs = specialArgs // {
      inherit pkgs;
      programs = import ./programs.nix;
    };
    adapt = (import ./adaptations lib).options;
  };
  inherit (evaluated) config;

  platform = config.nixpkgs.hostPlatform;
  pkgs = import ../packages.nix lib (platform.system or platform);
in
evaluated // { inherit pkgs; }
