import type { HostName } from "@quorate/cluster";
import type { MachineState, NodeOutcome } from "@quorate/rollout";
import type { AppContext } from "../terminal/context.ts";
import type { ExitCode } from "../terminal/exit-code.ts";
import { exitCodeOf, report, tellJson } from "../terminal/report.ts";

/** Tells what became of every target: as lines, or as one JSON value. Returns how a command ends for that. */
export function tellResult(
  unchanged: readonly HostName[],
  { problems, nodes }: Pick<MachineState, "problems" | "nodes">,
  context: AppContext,
): ExitCode {
  const outcomes = Object.entries(nodes).map(([name, { outcome }]) => [name, outcome] as const);
  if (context.json) {
    const all = [...unchanged.map((name) => [name, "unchanged"] as const), ...outcomes];
    const sorted = Object.fromEntries(all.sort(([a], [b]) => (a < b ? -1 : 1)));
    tellJson({ ok: problems.length === 0, nodes: sorted, problems }, context);
    return exitCodeOf(problems);
  }
  for (const name of unchanged) context.out(`No action needed on ${name}`);
  for (const [name, outcome] of outcomes) context.out(`${name}: ${words[outcome]}`);
  return report(problems, context);
}

const words: { readonly [O in NodeOutcome]: string } = {
  changed: "deployed",
  failed: "failed",
  interrupted: "begun, not finished, since another node failed",
  staged: "not touched, everything is staged on it",
  untouched: "not touched",
};
