import { exitOf, type Problem } from "@quorate/cluster";
import type { AppContext } from "./context.ts";
import { EXIT, type ExitCode } from "./exit-code.ts";
import { problemLines } from "./problem-text.ts";

/**
 * Says everything that was found: on stderr for a person, on stdout as one JSON value with `--json`. Warnings alone
 * are no result: they are in the one that follows (see {@link tellJson}), and on stderr meanwhile. Returns how a
 * command ends for that.
 */
export function report(problems: readonly Problem[], context: AppContext): ExitCode {
  if (context.json && problems.some(({ severity }) => severity === "error")) {
    tellJson({ ok: false, problems: problems.map(withoutStack) }, context);
    return exitCodeOf(problems);
  }
  context.warnings.push(...problems.filter(({ severity }) => severity === "warning"));
  for (const line of problemLines(problems, context)) context.err(line);
  return exitCodeOf(problems);
}

/** Prints a result as JSON, with the warnings that came before it where there are any. */
export function tellJson(result: object, context: Pick<AppContext, "out" | "warnings">): void {
  const { warnings } = context;
  const all = warnings.length === 0 ? result : { ...result, warnings: warnings.map(withoutStack) };
  context.out(JSON.stringify(all, null, 2));
}

/** How a command ends that has told these problems: it follows from their codes alone. */
export function exitCodeOf(problems: readonly Problem[]): ExitCode {
  const exit = exitOf(problems);
  if (exit === undefined) return EXIT.done;
  return exit === "failed" ? EXIT.failed : EXIT.wrongInput;
}

function withoutStack({ stack: _, ...rest }: Problem): Omit<Problem, "stack"> {
  return rest;
}
