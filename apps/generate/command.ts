import type { CommandLine } from "../command-line/command-line.ts";
import type { GenerateOptions } from "./generate.ts";

/** Adds `generate`. */
export function addGenerate({ command, does }: CommandLine): void {
  command("generate", "machines.ts to nix/generated")
    .option("--check", "change nothing: fail where nix/generated is stale", false)
    .action(
      does<GenerateOptions>((options) => async (context) => {
        const { generate } = await import("./generate.ts");
        return generate(options, context);
      }),
    );
}
