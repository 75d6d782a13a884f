/**
 * How a command ended: done, failed, refused because its input is wrong (and nothing was touched), or stopped by
 * Control-C, with the number that a shell makes of a process that this ended.
 */
export const EXIT = { done: 0, failed: 1, wrongInput: 2, leftOut: 3, interrupted: 130 } as const;

/** An exit code of a command that ended by itself. */
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** Every exit code and what it means, for the help and for documentation. */
export const EXIT_CODES: readonly (readonly [code: number, meaning: string])[] = [
  [EXIT.done, "done"],
  [EXIT.failed, "failed: the last lines say what and where"],
  [EXIT.wrongInput, "the input is wrong, or consent is missing: nothing was touched"],
  [
    EXIT.leftOut,
    "done, but for nodes that were left out: --except, --skip-unreachable, offline in machines.ts",
  ],
  [
    EXIT.interrupted,
    "ended by Control-C (143: by SIGTERM): the last line says what is true then, or nothing was begun yet",
  ],
];
