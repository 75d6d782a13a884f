# Quorate itself: the bundle, the packages that stay outside it, and the types
# that an editor wants for machines.ts.
pkgs: tarballs:
let
  inherit (pkgs) lib;
in
pkgs.stdenvNoCC.mkDerivation {
  pname = "quorate";
  version = (builtins.fromJSON (builtins.readFile ../package.json)).version;

  src = import ./source.nix {
    name = "quorate-source";
    include = [
      "apps"
      "nix/options"
      "package-lock.json"
      "package.json"
      "packages"
      "scripts"
      "tsconfig.json"
    ];
  };

  nativeBuildInputs = [
    pkgs.nodejs_24
    pkgs.makeWrapper
  ];

  buildPhase = ''
    runHook preBuild
    export HOME=$TMPDIR
    node scripts/npm-unpack.mjs package-lock.json . build=${tarballs.build}
    node scripts/build.mjs
    runHook postBuild
  '';

  installPhase = ''
    runHook preInstall
    node scripts/install.mjs $out
    makeWrapper ${pkgs.nodejs_24}/bin/node $out/bin/quorate \
      --add-flags $out/libexec/quorate/dist/quorate.mjs \
      --suffix PATH : ${
        lib.makeBinPath [
          pkgs.git
          pkgs.openssh
          pkgs.nixos-anywhere
        ]
      }
    runHook postInstall
  '';

  # The native compiler is a static program, and node_modules is to stay as it is.
  dontStrip = true;
  dontPatchShebangs = true;

  meta = {
    description = "Infrastructure as code for highly available Kubernetes on bare-metal NixOS";
    license = lib.licenses.mit;
    mainProgram = "quorate";
    platforms = [
      "x86_64-linux"
      "aarch64-linux"
    ];
  };
}
