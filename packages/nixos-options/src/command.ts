import type { Command } from "@quorate/command";

/**
 * The command that makes nixos-options.json anew: it prints JSON for `readOptions`, builds nothing and
 * needs no network.
 *
 * @param nixpkgs absolute path of a nixpkgs tree
 * @param expression absolute path of this project's nix/options
 */
export function nixosOptionsCommand(nixpkgs: string, expression: string): Command {
  return {
    node: undefined,
    description: "walk the options of NixOS",
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
    output: "silent",
  };
}
