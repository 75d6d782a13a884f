import { parseStorePath, type StorePath } from "../../store-path.ts";
import { WATCHDOG_DIRECTORY } from "../../watchdog/on-host.ts";
import { numberSaid } from "../answers.ts";
import type { Subject } from "../subject.ts";

/** What a host's watchdog is at, and has done. */
export interface WatchdogFacts {
  /** Whether a change is under way there that nobody has confirmed. */
  readonly armed: boolean;
  /** The last time that it went back; nothing after a confirmation. */
  readonly wentBack: WentBack | undefined;
}

/** A host went back to what it ran before. */
export interface WentBack {
  readonly from: StorePath | undefined;
  readonly to: StorePath;
  /** Seconds since 1970, by the host's clock. */
  readonly at: number;
  /** `silence`: nobody was heard of; `asked`: a deployment that failed wanted it; `rollback`: somebody did. */
  readonly because: "silence" | "asked" | "rollback";
}

/** Lines of POSIX shell that print what {@link watchdog} reads. */
export const watchdogQuestions: readonly string[] = [
  `if [ -e ${WATCHDOG_DIRECTORY}/armed ]; then echo watchdog=armed; fi`,
  `sed 's/^/went-back-/' ${WATCHDOG_DIRECTORY}/went-back 2>/dev/null`,
];

/** See {@link WatchdogFacts}. */
export const watchdog: Subject<WatchdogFacts> = {
  atOnce: true,
  questions: () => watchdogQuestions,
  read: ({ last }) => {
    const to = parseStorePath(last("went-back-to"));
    const at = numberSaid(last("went-back-at"));
    const told = last("went-back-because");
    const because = told === "asked" || told === "rollback" ? told : "silence";
    return {
      armed: last("watchdog") === "armed",
      wentBack:
        to === undefined || at === undefined
          ? undefined
          : { from: parseStorePath(last("went-back-from")), to, at, because },
    };
  },
};
