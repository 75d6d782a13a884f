import { relative } from "node:path";
import { SYSTEM_ERRORS, visible } from "@quorate/cluster";
import pc from "picocolors";
import type { AppContext } from "./context.ts";
import { EXIT, type ExitCode } from "./exit-code.ts";

/** Something to tell a person: what happened, where, what to do. */
export interface Report {
  readonly severity: "error" | "warning";
  /** Stable, for scripts. */
  readonly code: string;
  /** What happened, without a full stop. */
  readonly message: string;
  /** Absolute path of a file, or another place such as a node's name. */
  readonly file?: string;
  readonly line?: number;
  readonly column?: number;
  readonly hint?: string;
  /** Printed with `--verbose` alone. */
  readonly stack?: string;
}

/**
 * Says everything that was found: on stderr for a person, on stdout as one JSON value with `--json`. Warnings alone
 * are no result: they are in the one that follows (see {@link tellJson}), and on stderr meanwhile.
 */
export function report(reports: readonly Report[], context: AppContext): void {
  if (context.json && reports.some(({ severity }) => severity === "error")) {
    tellJson({ ok: false, problems: reports.map(withoutStack) }, context);
    return;
  }
  context.warnings.push(...reports.filter(({ severity }) => severity === "warning"));
  for (const one of reports) {
    for (const line of render(one, context)) context.err(line);
  }
}

/** Prints a result as JSON, with the warnings that came before it where there are any. */
export function tellJson(result: object, context: Pick<AppContext, "out" | "warnings">): void {
  const { warnings } = context;
  const all = warnings.length === 0 ? result : { ...result, warnings: warnings.map(withoutStack) };
  context.out(JSON.stringify(all, null, 2));
}

function withoutStack({ stack: _, ...rest }: Report): Omit<Report, "stack"> {
  return rest;
}

/**
 * A text with commands as its reader types them: `quorate lab up` is `npm run lab -- up` for somebody who has just
 * typed that, in a checkout, where there is no program of that name.
 */
export function asTyped(text: string, environment: NodeJS.ProcessEnv): string {
  if (environment["npm_package_name"] !== "quorate" || !environment["npm_lifecycle_event"]) return text;
  return text.replace(
    /`quorate ([A-Za-z]+)( [^`]+)?`/g,
    (_, command: string, rest?: string) => `\`npm run ${command}${rest === undefined ? "" : ` --${rest}`}\``,
  );
}

/** The lines of one report. */
function render(one: Report, context: Pick<AppContext, "color" | "cwd" | "verbose">): readonly string[] {
  const colors = pc.createColors(context.color);
  const word = one.severity === "error" ? colors.red("error") : colors.yellow("warning");
  const where = placeOf(one, context.cwd);
  return [
    `${where === "" ? "" : `${colors.bold(where)}: `}${word}: ${visible(one.message)} ${colors.dim(`[${one.code}]`)}`,
    ...(one.hint === undefined
      ? []
      : [`  ${colors.cyan("hint")}: ${visible(asTyped(one.hint, process.env))}`]),
    ...(context.verbose && one.stack !== undefined
      ? one.stack.split("\n").map((line) => `  ${visible(line)}`)
      : []),
  ];
}

function placeOf({ file, line, column }: Report, cwd: string): string {
  if (file === undefined) return "";
  const path = file.startsWith("/") ? relative(cwd, file) || "." : file;
  const shown = visible(path.startsWith("../../..") ? file : path);
  return [shown, ...(line === undefined ? [] : [line, ...(column === undefined ? [] : [column])])].join(":");
}

/** Tells an exception: a system error in its own words, anything else as a fault of Quorate's. Returns 1. */
export function reportUnexpected(error: unknown, context: AppContext): ExitCode {
  const { code, path, message, stack } = error as NodeJS.ErrnoException;
  const known = code === undefined ? undefined : SYSTEM_ERRORS[code];
  report(
    [
      {
        severity: "error",
        code: known === undefined ? "unexpected" : "file-system",
        message:
          known === undefined ? `something went wrong that should not: ${message ?? String(error)}` : known,
        ...(path === undefined ? {} : { file: path }),
        hint:
          known === undefined
            ? "This is a fault of Quorate. Run again with --verbose and report what it prints."
            : "Mend that and run the same command again: nothing is half-written.",
        ...(stack === undefined ? {} : { stack }),
      },
    ],
    context,
  );
  return EXIT.failed;
}
