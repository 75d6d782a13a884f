import type { HostName } from "@quorate/cluster";
import type { NodeOutcome, RunResult } from "@quorate/rollout";
import type { AppContext } from "../terminal/context.ts";
import { report, tellJson } from "../terminal/report.ts";
import { reportOf } from "./refusals.ts";

/** Tells what became of every target: as lines, or as one JSON value. */
export function tellResult(
  unchanged: readonly HostName[],
  { problems, outcomes }: RunResult,
  context: AppContext,
): void {
  if (context.json) {
    const nodes = Object.fromEntries(
      [...unchanged.map((name) => [name, "unchanged"] as const), ...outcomes].sort(([a], [b]) =>
        a < b ? -1 : 1,
      ),
    );
    tellJson({ ok: problems.length === 0, nodes, problems: problems.map(reportOf) }, context);
    return;
  }
  for (const name of unchanged) context.out(`No action needed on ${name}`);
  for (const [name, outcome] of outcomes) context.out(`${name}: ${words[outcome]}`);
  report(problems.map(reportOf), context);
}

const words: { readonly [O in NodeOutcome]: string } = {
  changed: "deployed",
  failed: "failed",
  interrupted: "begun, not finished, since another node failed",
  staged: "not touched, everything is staged on it",
  untouched: "not touched",
};
