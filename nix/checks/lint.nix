# Formatting and lint of the TypeScript, by the very biome of package-lock.json: another
# version would have other opinions.
{ pkgs, tarballs, ... }:
let
  source = import ../source.nix {
    name = "quorate-lint-source";
    include = [
      "apps"
      "biome.json"
      "examples"
      "machines.ts"
      "package-lock.json"
      "package.json"
      "packages"
      "scripts"
      "templates"
      "test"
      "tsconfig.json"
      "vitest.config.ts"
    ];
  };
  loader = "${pkgs.stdenv.cc.bintools.dynamicLinker}";
  libraries = pkgs.lib.makeLibraryPath [ pkgs.stdenv.cc.cc ];
in
pkgs.runCommand "quorate-lint" { nativeBuildInputs = [ pkgs.nodejs_24 ]; } ''
  cp -r ${source} source
  chmod -R u+w source
  cd source
  node scripts/npm-unpack.mjs package-lock.json . build=${tarballs.build} check=${tarballs.check}
  # A program made for other distributions: NixOS has no loader where it looks for one.
  HOME=$TMPDIR ${loader} --library-path ${libraries} node_modules/@biomejs/cli-linux-*/biome ci --vcs-enabled=false .
  touch $out
''
