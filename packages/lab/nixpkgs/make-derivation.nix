# Stands in for stdenv.mkDerivation: unpack, build and install, run by /bin/sh
# with the host's programs.
system: attrs:
let
  name = attrs.name or "${attrs.pname}-${attrs.version}";
  folders = map (package: "${package}/bin") (attrs.nativeBuildInputs or [ ]);
  environment = removeAttrs attrs [
    "meta"
    "passthru"
    "nativeBuildInputs"
  ];
in
derivation (
  environment
  // {
    inherit name system;
    builder = "/bin/sh";
    args = [
      "-c"
      ''
        set -eu
        export PATH="${builtins.concatStringsSep ":" (folders ++ [ "/usr/local/bin:/usr/bin:/bin" ])}"
        # Without a sandbox, Nix refuses to build once something has made the home that it invents.
        export TMPDIR="$NIX_BUILD_TOP" HOME="$NIX_BUILD_TOP"
        runHook() { :; }
        if [ -n "''${src-}" ]; then
          cp -r "$src" source
          chmod -R u+w source
          cd source
        fi
        eval "''${buildPhase-}"
        eval "''${installPhase-}"
      ''
    ];
  }
)
// (attrs.passthru or { })
// {
  meta = attrs.meta or { };
}
