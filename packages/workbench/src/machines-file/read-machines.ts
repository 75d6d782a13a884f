import { readFile, stat } from "node:fs/promises";
import {
  type Cluster,
  type Finding,
  failed,
  type Problem,
  type Result,
  resolveCluster,
} from "@quorate/cluster";
import { problem } from "../problem-kind.ts";
import { findingProblem, typeProblem } from "./complaint.ts";
import { loadDefinition } from "./load-definition.ts";
import { createLocator } from "./locate.ts";
import { type Compiler, CompilerUnavailable, type TypeDiagnostic, typeCheck } from "./type-check.ts";

/** What stands between this package and the machine it runs on. */
export interface ReadMachinesOptions {
  /** The compiler to check types with; `undefined` where there is none, and then only findings are told. */
  readonly compiler: Compiler | undefined;
}

/**
 * Reads machines.ts: type-checks it, evaluates it, resolves what it exports. The compiler runs beside the
 * rest. What both the compiler and a rule complain of is told once, in the rule's words. Codes are this room's,
 * those of findings, and the compiler's own.
 */
export async function readMachines(file: string, options: ReadMachinesOptions): Promise<Result<Cluster>> {
  let text: string;
  try {
    // It is read several times; and a pipe without a writer is waited for for ever.
    if (!(await stat(file)).isFile()) return failed(noFile(file));
    text = await readFile(file, "utf8");
  } catch (error) {
    return failed(unreadable(file, error));
  }
  const [types, loaded] = await Promise.all([checkTypes(file, options.compiler), loadDefinition(file)]);
  // A file that does not parse fails both ways; the compiler says it better.
  const syntax = types.filter(({ code }) => code >= 1000 && code < 2000);
  if (syntax.length > 0) return failed(...syntax.map(typeProblem));
  if (!loaded.ok) return failed(...types.map(typeProblem), ...loaded.problems);

  const resolution = resolveCluster(loaded.value);
  const found = await placeFindings(resolution.findings, text, file);
  const lines = new Set(found.map(({ line }) => line));
  const typed = types.map(typeProblem).filter(({ where, line }) => where !== file || !lines.has(line));
  const problems = [...typed, ...found].sort(
    (a, b) => (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0),
  );
  if (!resolution.ok || typed.length > 0) return failed(...problems);
  return { ok: true, value: resolution.cluster, warnings: problems };
}

async function checkTypes(file: string, compiler: Compiler | undefined): Promise<readonly TypeDiagnostic[]> {
  if (compiler === undefined) return [];
  try {
    return await typeCheck(file, compiler);
  } catch (error) {
    // What the compiler would have found is found again by the rules, in the values.
    if (error instanceof CompilerUnavailable) return [];
    throw error;
  }
}

async function placeFindings(
  findings: readonly Finding[],
  text: string,
  file: string,
): Promise<readonly Problem[]> {
  if (findings.length === 0) return [];
  const locate = await createLocator(text);
  return findings.map((finding) => findingProblem(finding, file, locate(finding.path)));
}

function unreadable(file: string, error: unknown): Problem {
  const code = (error as NodeJS.ErrnoException).code;
  return notRead(
    file,
    code === "ENOENT" ? "there is no such file" : `the file cannot be read (${code ?? String(error)})`,
  );
}

function noFile(file: string): Problem {
  return notRead(file, "this is no ordinary file, but a folder, a pipe or a device");
}

function notRead(file: string, message: string): Problem {
  return problem(
    "machines-unreadable",
    file,
    message,
    "Run the command in the folder of machines.ts, or name the file with --machines.",
  );
}
