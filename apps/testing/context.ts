import type { AppContext } from "../terminal/context.ts";

/** A context that keeps what is said. */
export interface KeptContext extends AppContext {
  /** Lines on standard output so far. */
  readonly lines: string[];
  /** Lines on standard error so far. */
  readonly errors: string[];
  /** Says what is true now if the command is interrupted. */
  readonly interrupt: () => void;
}

/** A made-up caller: no colour, an early day in 2026, a program named quorate, and ears for what is said. */
export function keptContext(different: Partial<AppContext> = {}): KeptContext {
  const lines: string[] = [];
  const errors: string[] = [];
  const listeners: (() => void)[] = [];
  return {
    lines,
    errors,
    interrupt: () => listeners.at(-1)?.(),
    out: (line) => lines.push(line),
    err: (line) => errors.push(line),
    color: false,
    verbose: false,
    json: false,
    warnings: [],
    onInterruption: (listener) => {
      listeners.push(listener);
    },
    invocation: { kind: "program", machines: undefined },
    cwd: "/nowhere",
    now: () => new Date("2026-11-01T00:00:00Z"),
    ...different,
  };
}
