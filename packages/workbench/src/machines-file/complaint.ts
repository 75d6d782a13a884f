import { type Finding, type Problem, visible } from "@quorate/cluster";
import type { Place } from "./locate.ts";
import type { TypeDiagnostic } from "./type-check.ts";

/** A finding as a problem of `file`, where it is written there; a finding's own table has its severity. */
export function findingProblem(finding: Finding, file: string, place: Place | undefined): Problem {
  const { code, severity, path, message, hint } = finding;
  return {
    code,
    severity,
    exit: "wrong-input",
    where: file,
    ...place,
    ...(path.length === 0 ? {} : { path: path.join(".") }),
    message,
    hint,
  };
}

/** What TypeScript's compiler complains of, as a problem: its codes are its own. */
export function typeProblem({ file, line, column, code, message }: TypeDiagnostic): Problem {
  return {
    code: `TS${code}`,
    severity: "error",
    exit: "wrong-input",
    where: file,
    line,
    column,
    message: visible(message),
  };
}
