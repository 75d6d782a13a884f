import { failed, succeeded } from "@quorate/cluster";
import { problem, type RolloutResult } from "../problem-kind.ts";
import { WATCHDOG_SECONDS } from "./on-host.ts";

/** After how many seconds without a word a node goes back by itself, as it was typed. */
export function watchdogSeconds(typed: string | undefined): RolloutResult<number> {
  if (typed === undefined) return succeeded(WATCHDOG_SECONDS);
  const seconds = /^\d{1,5}$/.test(typed) ? Number(typed) : 0;
  if (seconds >= 10 && seconds <= 3600) return succeeded(seconds);
  return failed(
    problem(
      "watchdog-unusable",
      "deploy",
      `--watchdog says ${JSON.stringify(typed)}, which is no number of seconds from 10 to 3600`,
      "A node needs as long as its network takes to come back after a change; the default is 300",
    ),
  );
}
