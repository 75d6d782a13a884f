import { execFile } from "node:child_process";
import { dirname, join } from "node:path";
import { promisify } from "node:util";

/** What the compiler says about a file, as a value. */
export interface TypeDiagnostic {
  /** Absolute path. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** From 1. */
  readonly column: number;
  /** TypeScript's number, such as 2820. Numbers from 1000 to 1999 are syntax errors. */
  readonly code: number;
  /** The first line of the message; deeper explanations are left to the editor. */
  readonly message: string;
}

/** Where the compiler and the declarations are; both depend on how Quorate was installed. */
export interface Compiler {
  /** The native compiler's executable. */
  readonly tsc: string;
  /** The entry of `@quorate/cluster`, as `.ts` or `.d.ts`. */
  readonly types: string;
  /** The folder that holds `node/`, the types of Node's own modules. */
  readonly typeRoot: string;
}

/** Milliseconds: a thousand machines take one or two seconds, but there are texts that a compiler never finishes. */
const TIME_LIMIT = 60_000;

/** The compiler could not be run at all, or came to no end, which says nothing about the file. */
export class CompilerUnavailable extends Error {}

/**
 * Type-checks one file the way an editor does, without its having a tsconfig or node_modules of its own.
 * Throws {@link CompilerUnavailable} where the compiler does not start, or does not end within `timeLimit`
 * milliseconds.
 */
export async function typeCheck(
  file: string,
  compiler: Compiler,
  timeLimit = TIME_LIMIT,
): Promise<readonly TypeDiagnostic[]> {
  const config = JSON.stringify(configFor(file, compiler));
  const output = await runCompiler(compiler.tsc, config, dirname(file), timeLimit);
  return parseDiagnostics(output, dirname(file));
}

/**
 * Hands the configuration on as a file that is nowhere. A folder for it would have to be removed when the
 * process is told to end; while something listens for that, a machines.ts that comes to no end could only be
 * killed, since it leaves no turn to any listener.
 */
const SCRIPT = `exec "$0" --pretty false -p /dev/fd/3 3<<END
$1
END
`;

/** How machines.ts is checked. The template's tsconfig.json says the same to an editor. */
export const COMPILER_OPTIONS = {
  target: "ES2024",
  lib: ["ES2024"],
  // The file runs in Node, and may read a key from beside it.
  types: ["node"],
  module: "ESNext",
  moduleResolution: "bundler",
  strict: true,
  exactOptionalPropertyTypes: true,
  noEmit: true,
  skipLibCheck: true,
  allowImportingTsExtensions: true,
  resolveJsonModule: true,
  // Plain JavaScript is checked when it is loaded.
  allowJs: true,
};

function configFor(file: string, compiler: Compiler): object {
  return {
    compilerOptions: {
      ...COMPILER_OPTIONS,
      // The user's own types go first.
      typeRoots: [join(dirname(file), "node_modules/@types"), compiler.typeRoot],
      paths: { "@quorate/cluster": [compiler.types] },
    },
    files: [file],
  };
}

// Not by the runner of commands: every command reads machines.ts, and few load that runner, which takes its time.
async function runCompiler(tsc: string, config: string, cwd: string, timeout: number): Promise<string> {
  try {
    const { stdout } = await promisify(execFile)("/bin/sh", ["-c", SCRIPT, tsc, config], {
      cwd,
      maxBuffer: 64 << 20,
      timeout,
      killSignal: "SIGKILL",
    });
    return stdout;
  } catch (error) {
    // Findings of its own make the compiler exit with 1 or 2; a text in `code` is the system's.
    const { code, stdout } = error as { code?: unknown; stdout?: string };
    if ((code === 1 || code === 2) && stdout !== undefined && stdout !== "") return stdout;
    throw new CompilerUnavailable(`the TypeScript compiler did not run (${String(code ?? error)})`);
  }
}

/** Reads the compiler's plain output: `file(line,column): error TScode: message`, continued by indented lines. */
export function parseDiagnostics(output: string, cwd: string): readonly TypeDiagnostic[] {
  const diagnostics: TypeDiagnostic[] = [];
  for (const line of output.split("\n")) {
    const match = /^(.+)\((\d+),(\d+)\): error TS(\d+): (.*)$/.exec(line);
    if (match === null) continue;
    const [, file = "", row, column, code, message = ""] = match;
    diagnostics.push({
      file: join(file.startsWith("/") ? "/" : cwd, file),
      line: Number(row),
      column: Number(column),
      code: Number(code),
      message,
    });
  }
  return diagnostics;
}
