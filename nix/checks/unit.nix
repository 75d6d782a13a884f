# The unit tests, with the tools of their own that they run.
{ pkgs, tarballs, ... }:
let
  source = import ../source.nix {
    name = "quorate-test-source";
    include = [
      "apps"
      "examples"
      "flake.lock"
      "flake.nix"
      "machines.ts"
      "nix"
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
in
pkgs.runCommand "quorate-unit-tests"
  {
    nativeBuildInputs = [
      pkgs.etcd
      pkgs.git
      pkgs.nix
      pkgs.nodejs_24
      pkgs.openssh
      pkgs.openssl
      pkgs.skopeo
      pkgs.util-linux
    ];
  }
  ''
    cp -r ${source} source
    chmod -R u+w source
    cd source
    node scripts/npm-unpack.mjs package-lock.json . build=${tarballs.build} check=${tarballs.check}
    # A store of its own: the build's is not to be written to.
    export HOME=$TMPDIR NIX_STORE_DIR=$TMPDIR/nix/store NIX_STATE_DIR=$TMPDIR/nix/var NIX_LOG_DIR=$TMPDIR/nix/log
    node node_modules/typescript/bin/tsc --noEmit
    CI=1 node node_modules/vitest/vitest.mjs run packages apps
    touch $out
  ''
