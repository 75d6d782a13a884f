/** How a command ended: done, failed, or refused because its input is wrong (and nothing was touched). */
export const EXIT = { done: 0, failed: 1, wrongInput: 2 } as const;

/** An exit code of a command that ended by itself. */
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** What a shell makes of a process that a signal ended: Control-C gives 130, SIGTERM 143. */
export const INTERRUPTED = 130;

/** Every exit code and what it means, for the help and for documentation. */
export const EXIT_CODES: readonly (readonly [code: number, meaning: string])[] = [
  [EXIT.done, "done"],
  [EXIT.failed, "failed: the last lines say what and where"],
  [EXIT.wrongInput, "the input is wrong, or consent is missing: nothing was touched"],
  [
    INTERRUPTED,
    "ended by Control-C (143: by SIGTERM): the last line says what is true then, or nothing was begun yet",
  ],
];
