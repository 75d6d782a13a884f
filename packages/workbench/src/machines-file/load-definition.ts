import * as cluster from "@quorate/cluster";
import { importModule } from "./import-module.ts";
import type { MachinesProblem } from "./problem.ts";

/** What evaluating machines.ts gave: its default export, or why there is none. */
export type Loaded =
  | { readonly ok: true; readonly definition: unknown }
  | { readonly ok: false; readonly problem: MachinesProblem };

/**
 * Evaluates machines.ts (TypeScript or JavaScript) and returns its default export. `@quorate/cluster` is this
 * very one, wherever the file lies. Never throws.
 */
export async function loadDefinition(file: string): Promise<Loaded> {
  const fail = (
    code: string,
    message: string,
    hint: string,
    more: Partial<MachinesProblem> = {},
  ): Loaded => ({
    ok: false,
    problem: { code, severity: "error", message, hint, file, ...more },
  });
  let module: unknown;
  try {
    module = await importModule(file, { "@quorate/cluster": cluster });
  } catch (error) {
    return { ok: false, problem: problemOf(error, file) };
  }
  const definition =
    typeof module === "object" && module !== null && "default" in module ? module.default : undefined;
  if (definition === undefined) {
    return fail(
      "machines-no-export",
      "machines.ts has no default export",
      "Write `export default defineCluster({ … })`.",
    );
  }
  if (isThenable(definition)) {
    return fail(
      "machines-promise",
      "machines.ts exports a promise",
      "Await it inside the file: `export default defineCluster(await …)`.",
    );
  }
  return { ok: true, definition };
}

function isThenable(value: unknown): boolean {
  try {
    return typeof value === "object" && value !== null && "then" in value && typeof value.then === "function";
  } catch {
    return false;
  }
}

function problemOf(error: unknown, file: string): MachinesProblem {
  const isError =
    error instanceof Error || (typeof error === "object" && error !== null && "message" in error);
  const text = isError
    ? String((error as Error).message)
    : typeof error === "string"
      ? error
      : `a thrown ${typeof error}`;
  const message = text.split("\n")[0] ?? "";
  const stack = isError ? String((error as Error).stack ?? "") : undefined;
  const place = placeIn(stack ?? "", file);
  const missing = /Cannot find module '([^']+)'/.exec(text)?.[1];
  return {
    code: missing === undefined ? "machines-threw" : "machines-import",
    severity: "error",
    file,
    message:
      missing === undefined
        ? `machines.ts failed while it was evaluated: ${message}`
        : `machines.ts imports ${JSON.stringify(missing)}, which cannot be found`,
    hint:
      missing === undefined
        ? "The file is run to read the cluster; correct what it throws."
        : "Import from @quorate/cluster, or from a file beside machines.ts.",
    ...place,
    ...(stack === undefined ? {} : { stack }),
  };
}

/** The line of a stack's topmost frame in the file; columns are those of the transpiled text, and so useless. */
function placeIn(stack: string, file: string): { line?: number } {
  const at = stack.indexOf(`${file}:`);
  const match = at < 0 ? null : /^:(\d+)/.exec(stack.slice(at + file.length));
  return match === null ? {} : { line: Number(match[1]) };
}
