/** A command to run, as a value: the executor runs it, a dry run prints it. */
export interface NixosOptionsCommand {
  readonly argv: readonly [string, ...string[]];
}

/**
 * The command that makes nixos-options.json anew: it prints JSON for `readOptions`, builds nothing and
 * needs no network.
 *
 * @param nixpkgs absolute path of a nixpkgs tree
 * @param expression absolute path of this project's nix/options
 */
export function nixosOptionsCommand(nixpkgs: string, expression: string): NixosOptionsCommand {
  return {
    argv: [
      "nix-instantiate",
      "--eval",
      "--strict",
      "--json",
      expression,
      // A string, not Nix code: a path with a quote or a space in it stays a path.
      "--argstr",
      "nixpkgs",
      nixpkgs,
    ],
  };
}
