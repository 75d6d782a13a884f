/** What the systems of a scene's flake are and do. */
interface Systems {
  /** Tells what one makes from what another does. */
  readonly what: string;
  /** The scene that it belongs to: part of every name in the store, so that the scene can take its own away. */
  readonly scene: string;
  /** Shell that an activation runs last. */
  readonly activation: string;
  /** Shell that adds to what is built, in `$out`. */
  readonly build: string;
}

/** A flake of nodes whose systems are small scripts: an activation notes itself, and restarts nothing. */
export function flakeOf(names: readonly string[], { what, scene, activation, build }: Systems): string {
  const nodes = names.map((name) => `${name} = node "${name}";`).join(" ");
  const architecture = process.arch === "arm64" ? "aarch64" : "x86_64";
  return `{
  outputs = _: let
    script = name: text: derivation {
      inherit name text;
      system = builtins.currentSystem or "${architecture}-linux";
      builder = "/bin/sh";
      passAsFile = [ "text" ];
      args = [ "-c" ''
        PATH=/usr/bin:/bin
        mkdir -p $out/bin
        { echo '#!/bin/sh'; echo "out=$out"; cat "$textPath"; } > $out/bin/switch-to-configuration
        chmod 0555 $out/bin/switch-to-configuration
        ${build}
      '' ];
    };
    node = name: { config.system.build = {
      toplevel = script "nixos-system-\${name}-${what}-${scene}" ''
        set -eu
        # It restarts nothing, and says so.
        if [ "$1" = dry-activate ]; then echo "would activate the configuration..."; exit 0; fi
        touch /etc/NIXOS
        mkdir -p /etc/quorate
        echo fingerprint-of-\${name}-${what} > /etc/quorate/fingerprint
        ln -sfn "$out" /run/current-system
        echo "$1 $out" >> /run/activations
        ${activation}
      '';
      diskoScript = script "disko-\${name}-${scene}" "exit 0";
    }; };
  in { nixosConfigurations = { ${nodes} }; };
}
`;
}
