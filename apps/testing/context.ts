import type { AppContext } from "../terminal/context.ts";

/** A context that keeps what is said. */
export interface KeptContext extends AppContext {
  /** Lines on standard output so far. */
  readonly lines: string[];
  /** Lines on standard error so far. */
  readonly errors: string[];
  /** Interrupts the command, as Control-C does. */
  readonly interrupt: () => "ends" | "goes-on" | undefined;
}

/** A made-up caller: no colour, an early day in 2026, a program named quorate, and ears for what is said. */
export function keptContext(different: Partial<AppContext> = {}): KeptContext {
  const lines: string[] = [];
  const errors: string[] = [];
  const listeners: ((signal: NodeJS.Signals) => "ends" | "goes-on")[] = [];
  return {
    lines,
    errors,
    interrupt: () => listeners.at(-1)?.("SIGINT"),
    out: (line) => lines.push(line),
    isRead: () => true,
    err: (line) => errors.push(line),
    color: false,
    verbose: false,
    json: false,
    warnings: [],
    ask: async () => undefined,
    onInterruption: (listener) => {
      listeners.push(listener);
    },
    inventory: undefined,
    invocation: { kind: "program", machines: undefined },
    cwd: "/nowhere",
    stateFolder: "/nowhere/state",
    caller: "me@here",
    now: () => new Date("2026-11-01T00:00:00Z"),
    ...different,
  };
}
