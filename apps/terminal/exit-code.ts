import { exitOf, type Problem } from "@quorate/cluster";

/** How a command ended: done, failed, or refused because its input is wrong (and nothing was touched). */
export const EXIT = { done: 0, failed: 1, wrongInput: 2 } as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** How a command ends that has told these problems: it follows from their codes alone. */
export function exitCodeOf(problems: readonly Problem[]): ExitCode {
  const exit = exitOf(problems);
  if (exit === undefined) return EXIT.done;
  return exit === "failed" ? EXIT.failed : EXIT.wrongInput;
}
