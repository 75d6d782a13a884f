import { visible } from "./visible.ts";

/** How a command ends that met a problem: 1 is something that failed, 2 wrong input, with nothing touched. */
export type ExitOf = "failed" | "wrong-input";

/** What a code stands for: a row of its room's table. docs/problems.md is made from these tables. */
export interface ProblemKind {
  /** `error`: what was asked for is not done. `warning`: it is done, and this is only said. */
  readonly severity: "error" | "warning";
  /** Counts for errors alone: a warning ends nothing. */
  readonly exit: ExitOf;
  /** What is the case where this is said, as documentation has it: a clause without a full stop. */
  readonly meaning: string;
}

/** A room's table of the codes that it says. */
export type ProblemKinds = Readonly<Record<string, ProblemKind>>;

/** Where something is. */
export interface Place {
  /**
   * An absolute path, a path that starts as it was given, a machine's name, or another thing that can be named.
   * Empty for this machine as a whole.
   */
  readonly where: string;
  /** Line of the file `where`, from 1. */
  readonly line?: number;
  /** Column of that line, from 1. */
  readonly column?: number;
  /** Dotted path in a cluster's definition, for findings. */
  readonly path?: string;
  /** The node that is concerned, where it is a single one and `where` does not say so already. */
  readonly node?: string;
}

/** Why something was refused or failed, or what wants attention: what happened, where, what to do. A value. */
export interface Problem<Code extends string = string> extends Place {
  /** Stable: scripts and documentation may name it. */
  readonly code: Code;
  readonly severity: "error" | "warning";
  readonly exit: ExitOf;
  /** What happened: a sentence without its full stop. Never holds a secret or a control character. */
  readonly message: string;
  /** What to do about it. Holds no control character. */
  readonly hint?: string;
  /** A stack trace, for `--verbose` alone. */
  readonly stack?: string;
}

/** An outcome with its value (and what is to be said beside it), or with all that stood in its way. */
export type Result<Value, Code extends string = string> =
  | { readonly ok: true; readonly value: Value; readonly warnings?: readonly Problem<Code>[] }
  | { readonly ok: false; readonly problems: readonly Problem<Code>[] };

/** Makes a room's problems: severity and exit are those of its table, what could steer a terminal is escaped. */
export type ProblemMaker<Kinds extends ProblemKinds> = <Code extends keyof Kinds & string>(
  code: Code,
  place: string | Place,
  message: string,
  hint?: string,
) => Problem<Code>;

/** The maker of the problems that `kinds` lists. One for each room. */
export function problemMaker<const Kinds extends ProblemKinds>(kinds: Kinds): ProblemMaker<Kinds> {
  return (code, place, message, hint) => ({
    code,
    severity: kinds[code]?.severity ?? "error",
    exit: kinds[code]?.exit ?? "failed",
    ...(typeof place === "string" ? { where: place } : place),
    message: visible(message),
    ...(hint === undefined ? {} : { hint: visible(hint) }),
  });
}

/** A result that holds a value. */
export function succeeded<Value>(value: Value): { readonly ok: true; readonly value: Value } {
  return { ok: true, value };
}

/** A result that holds what went wrong. */
export function failed<Code extends string>(
  ...problems: readonly Problem<Code>[]
): { readonly ok: false; readonly problems: readonly Problem<Code>[] } {
  return { ok: false, problems };
}

/**
 * How a command with these problems ends: `undefined` where none is an error; `wrong-input` where each error is
 * about the input, hence nothing was touched; else `failed`.
 */
export function exitOf(problems: readonly Problem[]): ExitOf | undefined {
  const errors = problems.filter(({ severity }) => severity === "error");
  if (errors.length === 0) return undefined;
  return errors.every(({ exit }) => exit === "wrong-input") ? "wrong-input" : "failed";
}
