# Two stages: nothing, and all of nixpkgs over it, whose builders find bash,
# coreutils and the like in /usr.
{
  lab,
  nixpkgs,
  programs,
}:
{
  lib,
  localSystem,
  config,
  overlays,
  ...
}:
let
  # Debian's folder of libraries.
  libraries = "/usr/lib/${localSystem.parsed.cpu.name}-linux-gnu";
  generic = import (nixpkgs + "/pkgs/stdenv/generic") { defaultConfig = config; };
  mkDerivationFromStdenv = import ./derivation.nix {
    inherit
      config
      lab
      lib
      libraries
      nixpkgs
      programs
      ;
  };

  stdenvWith =
    cc:
    generic {
      name = "stdenv-of-the-lab";
      buildPlatform = localSystem;
      hostPlatform = localSystem;
      targetPlatform = localSystem;
      initialPath = [ "/usr" ];
      shell = "/usr/bin/bash";
      fetchurlBoot = throw "nothing is fetched: what has a source is a stand-in";
      inherit cc mkDerivationFromStdenv;
    };

  # In the place of a compiler: packages ask it what it is, and none is built.
  compilerOf =
    prevStage:
    prevStage.stdenv.mkDerivation {
      name = "no-compiler";
      buildCommand = "mkdir -p $out/bin";
      passthru = {
        isGNU = true;
        isClang = false;
        targetPrefix = "";
        nativeTools = false;
        nativeLibc = false;
        nativePrefix = "";
        cc = prevStage.stdenv.mkDerivation {
          name = "no-compiler-unwrapped";
          outputs = [
            "out"
            "lib"
          ];
          buildCommand = "mkdir -p $out $lib/lib";
          passthru = {
            isGNU = true;
            version = "14";
          };
        };
        version = "14";
        libcxx = null;
        libc = prevStage.stdenv.mkDerivation {
          pname = "glibc";
          version = "2";
          src = null;
          outputs = [
            "out"
            "bin"
            "dev"
            "getent"
          ];
        };
        inherit (prevStage) bintools;
      };
    };
in
[
  (_: {
    __raw = true;
    stdenv = stdenvWith null;
    bintools = {
      dynamicLinker =
        if localSystem.isAarch64 then "/lib/ld-linux-aarch64.so.1" else "/lib64/ld-linux-x86-64.so.2";
      isGNU = true;
      isLLVM = false;
      targetPrefix = "";
      bintools = "/usr";
    };
  })
  (prevStage: {
    inherit config overlays;
    stdenv = stdenvWith (compilerOf prevStage) // { overrides = _: _: { }; };
  })
]
