import * as cluster from "@quorate/cluster";
import { problem, type WorkbenchProblem, type WorkbenchResult } from "../problem-kind.ts";
import { importModule } from "./import-module.ts";

/**
 * Evaluates machines.ts (TypeScript or JavaScript) and returns its default export. `@quorate/cluster` is this
 * very one, wherever the file lies. Never throws.
 */
export async function loadDefinition(file: string): Promise<WorkbenchResult<unknown>> {
  let module: unknown;
  try {
    module = await importModule(file, { "@quorate/cluster": cluster });
  } catch (error) {
    return cluster.failed(problemOf(error, file));
  }
  const definition =
    typeof module === "object" && module !== null && "default" in module ? module.default : undefined;
  if (definition === undefined) {
    return cluster.failed(
      problem(
        "machines-no-export",
        file,
        "machines.ts has no default export",
        "Write `export default defineCluster({ … })`.",
      ),
    );
  }
  if (isThenable(definition)) {
    return cluster.failed(
      problem(
        "machines-promise",
        file,
        "machines.ts exports a promise",
        "Await it inside the file: `export default defineCluster(await …)`.",
      ),
    );
  }
  return cluster.succeeded(definition);
}

function isThenable(value: unknown): boolean {
  try {
    return typeof value === "object" && value !== null && "then" in value && typeof value.then === "function";
  } catch {
    return false;
  }
}

function problemOf(error: unknown, file: string): WorkbenchProblem {
  const isError =
    error instanceof Error || (typeof error === "object" && error !== null && "message" in error);
  const text = isError
    ? String((error as Error).message)
    : typeof error === "string"
      ? error
      : `a thrown ${typeof error}`;
  const message = text.split("\n")[0] ?? "";
  const stack = isError ? String((error as Error).stack ?? "") : undefined;
  const place = { where: file, ...placeIn(stack ?? "", file) };
  const missing = /Cannot find module '([^']+)'/.exec(text)?.[1];
  const told =
    missing === undefined
      ? problem(
          "machines-threw",
          place,
          `machines.ts failed while it was evaluated: ${message}`,
          "The file is run to read the cluster; correct what it throws.",
        )
      : problem(
          "machines-import",
          place,
          `machines.ts imports ${JSON.stringify(missing)}, which cannot be found`,
          "Import from @quorate/cluster, or from a file beside machines.ts.",
        );
  return stack === undefined ? told : { ...told, stack };
}

/** The line of a stack's topmost frame in the file; columns are those of the transpiled text, and so useless. */
function placeIn(stack: string, file: string): { line?: number } {
  const at = stack.indexOf(`${file}:`);
  const match = at < 0 ? null : /^:(\d+)/.exec(stack.slice(at + file.length));
  return match === null ? {} : { line: Number(match[1]) };
}
