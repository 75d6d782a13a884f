import type { HostName } from "@quorate/cluster";
import type { Observation } from "../observe/observation.ts";
import { knownOf } from "../observe/whom.ts";
import { problem, type RolloutProblem } from "../problem-kind.ts";
import { utcMinute } from "../utc-minute.ts";

/** One word for each node that has gone back to what it ran before, since the last deployment that went well there. */
export function tellWentBack(
  names: readonly HostName[],
  observed: readonly Observation[],
): readonly RolloutProblem[] {
  return names.flatMap((name) => {
    const seen = knownOf(name, observed);
    const went = seen?.kind === "installed" ? seen.facts.watchdog.wentBack : undefined;
    if (went === undefined) return [];
    return [
      problem(
        "went-back",
        name,
        `${name} went back${went.because === "silence" ? " by itself" : ""} at ${utcMinute(went.at * 1000)}, from ${went.from ?? "a system"} to ${went.to}: ${WHY[went.because]}`,
        went.because === "rollback"
          ? "It runs an older system than machines.ts says: a deployment to it takes it forward again"
          : "What it went back from failed there: deploy it again only with its cause corrected (on the machine: journalctl -u quorate-switch, journalctl -u quorate-watchdog)",
      ),
    ];
  });
}

const WHY = {
  silence: "nobody confirmed it in time over a new connection",
  asked: "the deployment of it failed",
  rollback: "somebody asked for it (`quorate rollback`)",
} as const;
