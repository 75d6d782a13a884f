import { relative } from "node:path";
import { type Problem, visible } from "@quorate/cluster";
import pc from "picocolors";
import { asTyped, hintAsTyped } from "./as-typed.ts";
import type { AppContext } from "./context.ts";

/** What of a context decides how problems look. */
export type Look = Pick<AppContext, "color" | "cwd" | "invocation" | "verbose">;

/** Problems as lines for a person. A hint that several give, one after the other, is said once, after the last. */
export function problemLines(problems: readonly Problem[], look: Look): readonly string[] {
  return problems.flatMap((one, index) => linesOf(one, problems[index + 1]?.hint !== one.hint, look));
}

function linesOf(one: Problem, withHint: boolean, look: Look): readonly string[] {
  const colors = pc.createColors(look.color);
  const word = one.severity === "error" ? colors.red("error") : colors.yellow("warning");
  const where = placeOf(one, look.cwd);
  return [
    `${where === "" ? "" : `${colors.bold(where)}: `}${word}: ${visible(asTyped(one.message, look.invocation))} ${colors.dim(`[${one.code}]`)}`,
    ...(one.hint === undefined || !withHint
      ? []
      : [`  ${colors.cyan("hint")}: ${visible(hintAsTyped(one.hint, look.invocation))}`]),
    ...(look.verbose && one.stack !== undefined
      ? one.stack.split("\n").map((line) => `  ${visible(line)}`)
      : []),
  ];
}

function placeOf({ where, line, column }: Problem, cwd: string): string {
  if (where === "") return "";
  const path = where.startsWith("/") ? relative(cwd, where) || "." : where;
  const shown = visible(path.startsWith("../../..") ? where : path);
  return [shown, ...(line === undefined ? [] : [line, ...(column === undefined ? [] : [column])])].join(":");
}
