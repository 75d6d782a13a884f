# The packages that the flake asks for.
lib: system:
let
  mkDerivation = import ./make-derivation.nix system;

  runCommand =
    name: attrs: script:
    mkDerivation (
      attrs
      // {
        inherit name;
        buildPhase = script;
      }
    );

  script =
    name: text:
    runCommand name { inherit text; } ''
      mkdir -p $out/bin
      printf '%s' "$text" > $out/bin/${name}
      chmod 0555 $out/bin/${name}
    '';

  # Programs of the host under a package's name.
  hostTools =
    package: programs:
    runCommand "${package}-of-the-host" { template = builtins.readFile ./host-tool.sh; } ''
      mkdir -p $out/bin
      for program in ${toString programs}; do
        printf '%s' "$template" | sed "s/@name@/$program/g" > $out/bin/$program
        chmod 0555 $out/bin/$program
      done
    '';

  # A text in the store: at once where it refers to nothing that is built.
  writeText =
    name: text:
    if builtins.all (path: path ? path) (builtins.attrValues (builtins.getContext text)) then
      builtins.toFile name text
    else
      runCommand name {
        inherit text;
        passAsFile = [ "text" ];
      } "cp \"$textPath\" $out";

  # Something that only the real nixpkgs can build.
  absent =
    name:
    runCommand name { } ''
      echo "${name} needs the real nixpkgs: the double can't build it" >&2
      exit 1
    '';
in
builtins.mapAttrs hostTools {
  etcd = [
    "etcd"
    "etcdctl"
    "etcdutl"
  ];
  git = [ "git" ];
  kubectl = [ "kubectl" ];
  nix = [
    "nix"
    "nix-instantiate"
    "nix-store"
  ];
  nixos-anywhere = [ "nixos-anywhere" ];
  nodejs_24 = [
    "node"
    "npm"
  ];
  openssh = [
    "ssh"
    "ssh-keygen"
    "ssh-keyscan"
  ];
  openssl = [ "openssl" ];
  skopeo = [ "skopeo" ];
  util-linux = [ "flock" ];
}
// lib.genAttrs [
  "k3s"
  "k3s_1_33"
  "k3s_1_34"
  "k3s_1_35"
  "k3s_1_36"
] (_: (import ./nixos/programs.nix).k3s)
// {
  inherit lib runCommand writeText;
  makeWrapper = script "makeWrapper" (builtins.readFile ./make-wrapper.sh);
  mkShellNoCC = attrs: absent "quorate-shell";
  # Of a format, only that it is written as JSON.
  formats.json = _: { type = lib.types.anything; };
  stdenv = {
    hostPlatform = {
      inherit system;
      isx86_64 = system == "x86_64-linux";
    };
    cc = {
      bintools.dynamicLinker = "/lib64/ld-linux-x86-64.so.2";
      # The host's loader finds the host's libraries by itself.
      cc = runCommand "libgcc-of-the-host" { } "mkdir -p $out/lib";
    };
  };
  stdenvNoCC = { inherit mkDerivation; };
  testers.runNixOSTest = test: absent "vm-test";
  # A derivation even where a text would do: it has to be executable.
  writeShellScript =
    name: text:
    runCommand name {
      text = "#!/bin/sh\n${text}";
      passAsFile = [ "text" ];
    } "cp \"$textPath\" $out; chmod 0555 $out";
  writeTextDir =
    path: text:
    runCommand (builtins.baseNameOf path) {
      inherit text;
      passAsFile = [ "text" ];
    } "mkdir -p \"$(dirname \"$out/${path}\")\"; cp \"$textPath\" \"$out/${path}\"";
  writeShellScriptBin = name: text: script name "#!/bin/sh\n${text}";
}
