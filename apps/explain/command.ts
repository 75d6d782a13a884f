import type { CommandLine } from "../command-line/command-line.ts";

/** Adds `explain`. */
export function addExplain({ command, does }: CommandLine): void {
  command(
    "explain <code>",
    "what a code in brackets means, what is true then, what to run",
    undefined,
    "nothing",
  ).action(
    does((_options, code: string) => async (context) => {
      const { explain } = await import("./explain.ts");
      return explain(code, context);
    }),
  );
}
