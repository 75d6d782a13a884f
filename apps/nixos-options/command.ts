import type { CommandLine } from "../command-line/command-line.ts";
import type { NixosOptionsArguments } from "./nixos-options.ts";

/** Adds `nixosOptions`. */
export function addNixosOptions({ program, command, does }: CommandLine): void {
  command("nixosOptions", "the options of a NixOS as data, from which the types are made", program, "nothing")
    .requiredOption("--nixpkgs <path>", "a nixpkgs tree")
    .option("--out <file>", "where the data goes (default: its place in a checkout of Quorate)")
    .option("--check", "change nothing: fail where the data would change", false)
    .action(
      does<NixosOptionsArguments>((options) => async (context) => {
        const { nixosOptions } = await import("./nixos-options.ts");
        return nixosOptions(options, context);
      }),
    );
}
