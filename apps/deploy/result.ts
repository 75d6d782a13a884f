import type { HostName, Problem } from "@quorate/cluster";
import type { MachineState, NodeOutcome, NodeState } from "@quorate/rollout";
import { asTyped } from "../terminal/as-typed.ts";
import type { AppContext } from "../terminal/context.ts";
import type { ExitCode } from "../terminal/exit-code.ts";
import { exitCodeOf, report, tellJson } from "../terminal/report.ts";
import { type Left, lastLines } from "./last-lines.ts";

/**
 * Tells what became of every target: as lines, or as one JSON value; and what is left, where it stopped. Returns how
 * a command ends for that.
 */
export function tellResult(
  unchanged: readonly HostName[],
  { problems, nodes }: Pick<MachineState, "nodes"> & { readonly problems: readonly Problem[] },
  left: Left | undefined,
  context: AppContext,
): ExitCode {
  const outcomes = Object.entries(nodes).map(([name, { outcome }]) => [name, outcome] as const);
  if (context.json) {
    const all = [...unchanged.map((name) => [name, "unchanged"] as const), ...outcomes];
    const sorted = Object.fromEntries(all.sort(([a], [b]) => (a < b ? -1 : 1)));
    const more = left === undefined ? {} : { left: { ...left, next: plain(left.next, context) } };
    tellJson({ ok: problems.length === 0, nodes: sorted, problems, ...more }, context);
    return exitCodeOf(problems);
  }
  for (const name of unchanged) context.out(`No action needed on ${name}`);
  for (const [name, { outcome, undone }] of Object.entries(nodes)) {
    context.out(`${name}: ${words[outcome]}${undone === undefined ? "" : undoneWords[undone]}`);
  }
  const code = report(problems, context);
  for (const line of left === undefined ? [] : lastLines(left))
    context.err(asTyped(line, context.invocation));
  return code;
}

/** A command as it is typed, without what sets it off from a sentence. */
function plain(command: string, { invocation }: AppContext): string {
  return asTyped(command, invocation).replaceAll("`", "");
}

const words: { readonly [O in NodeOutcome]: string } = {
  changed: "deployed",
  failed: "failed",
  interrupted: "begun, not finished",
  staged: "not touched, everything is staged on it",
  untouched: "not touched",
};

const undoneWords: { readonly [U in NonNullable<NodeState["undone"]>]: string } = {
  yes: ", and taken back",
  failed: ", and could not be taken back",
};
