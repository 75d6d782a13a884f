/** How a command ended: done, failed, or refused because its input is wrong (and nothing was touched). */
export const EXIT = { done: 0, failed: 1, wrongInput: 2 } as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];
