import type { HostName } from "@quorate/cluster";
import type { Command } from "@quorate/command";
import type { DeployPaths } from "../deploy-paths.ts";
import type { StorePath } from "../store-path.ts";

/** What Nix has to be told before it takes flakes and its newer commands. */
export const FLAKES = ["--extra-experimental-features", "nix-command flakes"] as const;

/** A node to evaluate; `install` asks for the script that formats its disk as well. */
export interface EvaluatedNode {
  readonly name: HostName;
  readonly install: boolean;
}

/** The versions of a configuration; null where it has no such thing, or does not tell. */
const VERSIONS = [
  "versions = config: let of = is: package: if is then package.version or null else null;",
  "services = config.services or { }; etcd = services.etcd or { }; kubernetes = services.kubernetes or { }; k3s = services.k3s or { };",
  "in { etcd = of (etcd.enable or false) (etcd.package or null);",
  "kubernetes = if k3s.enable or false then k3s.package.version or null else of (kubernetes.kubelet.enable or false || kubernetes.apiserver.enable or false) (kubernetes.package or null); };",
].join(" ");

/**
 * Evaluates all nodes in one go and prints, by node, the derivation and the output path of its system and
 * of its disk script, and the versions of what others have to get along with. The mapping comes from the evaluator, by name: nothing depends on the order in which
 * a build prints its results.
 */
export function evaluateCommand(paths: DeployPaths, nodes: readonly EvaluatedNode[]): Command {
  // Names are DNS labels, so that they can't be anything but strings in the expression.
  const attributes = nodes.map(({ name, install }) => {
    const build = `nodes."${name}".config.system.build`;
    return `"${name}" = { system = pair ${build}.toplevel; versions = versions nodes."${name}".config; ${install ? `disko = pair ${build}.diskoScript; ` : ""}};`;
  });
  const expression = `nodes: let pair = drv: { drv = drv.drvPath; out = drv.outPath; }; ${VERSIONS} in { ${attributes.join(" ")} }`;
  return {
    node: undefined,
    description: "evaluate the systems",
    argv: [
      "nix",
      ...FLAKES,
      "eval",
      "--json",
      // A deployment uses what is locked, and never locks anew.
      "--no-write-lock-file",
      ...paths.nixArguments,
      ...paths.flakeArguments,
      "--apply",
      expression,
      `${paths.flake}#${paths.configurations ?? "nixosConfigurations"}`,
    ],
    output: "result",
  };
}

/**
 * Builds derivations, as many side by side as Nix is configured for. A collection of garbage that runs meanwhile
 * must not take what is still to be copied.
 */
export function realiseCommand(paths: DeployPaths, derivations: readonly StorePath[]): Command {
  return {
    node: undefined,
    description: "build the systems",
    argv: [
      "nix-store",
      ...paths.nixArguments,
      "--realise",
      // Nix before 2.4 wants to be told that links may lie anywhere.
      ...["--add-root", `${paths.roots}/system`, "--indirect"],
      ...derivations,
    ],
  };
}

/** Copies a closure into the node's store. Paths built here carry no signature: root's ssh key vouches. */
export function copyCommand(paths: DeployPaths, node: HostName, closure: StorePath): Command {
  return {
    node,
    description: "copy the closure",
    argv: [
      "nix",
      ...FLAKES,
      "copy",
      ...paths.nixArguments,
      "--no-check-sigs",
      "--to",
      `ssh://${node}`,
      closure,
    ],
    // Without the shared connection: Nix waits for a word that ssh says only when it opens one of its own
    // (NixOS/nix#8480). The value is split at spaces, so the path of the configuration must hold none.
    env: { NIX_SSHOPTS: `-F ${paths.sshConfig} -o ControlPath=none` },
  };
}
