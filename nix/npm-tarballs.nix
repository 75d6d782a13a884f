# The npm packages that Quorate is built from: their tarballs' bytes, one
# fixed-output derivation a set (see scripts/npm-lock.mjs).
#
# They come from the registry that npm is configured for. package-lock.json says
# which they are and what each must hash to; the hash of the whole is in
# npm-tarballs.json, kept up to date by `npm run update-npm-hash`.
pkgs:
let
  source = import ./source.nix {
    name = "quorate-npm-source";
    include = [
      "package-lock.json"
      "scripts/npm-lock.mjs"
      "scripts/npm-tarballs.mjs"
    ];
  };
  tarballs =
    set:
    { hash, ... }:
    pkgs.stdenvNoCC.mkDerivation {
      name = "quorate-npm-${set}";
      src = source;
      nativeBuildInputs = [ pkgs.nodejs_24 ];
      # A mirror, a proxy, and the authorities that these need.
      impureEnvVars = [
        "NPM_CONFIG_REGISTRY"
        "NODE_EXTRA_CA_CERTS"
        "http_proxy"
        "https_proxy"
        "HTTP_PROXY"
        "HTTPS_PROXY"
        "no_proxy"
        "NO_PROXY"
      ];
      buildPhase = ''
        runHook preBuild
        export HOME=$TMPDIR
        node scripts/npm-tarballs.mjs package-lock.json ${set} $out
        runHook postBuild
      '';
      dontInstall = true;
      dontFixup = true;
      outputHashMode = "recursive";
      outputHash = hash;
    };
in
builtins.mapAttrs tarballs (builtins.fromJSON (builtins.readFile ./npm-tarballs.json))
