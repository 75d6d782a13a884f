import type { Problem } from "@quorate/cluster";
import { SYSTEM_ERRORS } from "@quorate/files";
import { problem } from "../problem-kind.ts";

/** An exception as a problem: a system error in its own words, anything else as a fault of Quorate's. */
export function unexpected(error: unknown): Problem {
  const { code, path, message, stack } = error as NodeJS.ErrnoException;
  const known = code === undefined ? undefined : SYSTEM_ERRORS[code];
  const told =
    known === undefined
      ? problem(
          "unexpected",
          path ?? "",
          `something went wrong that should not: ${message ?? String(error)}`,
          "This is a fault of Quorate. Run again with --verbose and report what it prints.",
        )
      : problem(
          "file-system",
          path ?? "",
          known,
          "Mend that and run the same command again: nothing is half-written.",
        );
  return stack === undefined ? told : { ...told, stack };
}
