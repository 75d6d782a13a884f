import type { HostName, Problem } from "@quorate/cluster";
import type { MachineState, NodeOutcome, NodeState, Plan } from "@quorate/rollout";
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
  { unchanged, rebootsLeft = {} }: Pick<Plan, "unchanged" | "rebootsLeft">,
  { problems, nodes }: Pick<MachineState, "nodes"> & { readonly problems: readonly Problem[] },
  left: Left | undefined,
  context: AppContext,
  done: string = words.changed,
): ExitCode {
  const needs = (name: HostName): string => {
    const what = rebootsLeft[name];
    return what === undefined ? "" : ` (it needs a reboot for: ${what}; \`quorate reboot ${name}\`)`;
  };
  // Of a run that has come to its end those are left that were only asked, as for a snapshot.
  const isWhole = problems.length === 0 && left === undefined;
  const told = Object.entries(nodes).filter(([, { outcome }]) => !isWhole || outcome !== "untouched");
  const outcomes = told.map(([name, { outcome }]) => [name, outcome] as const);
  if (context.json) {
    const all = [...unchanged.map((name) => [name, "unchanged"] as const), ...outcomes];
    const sorted = Object.fromEntries(all.sort(([a], [b]) => (a < b ? -1 : 1)));
    const reboots = Object.keys(rebootsLeft).length === 0 ? {} : { needReboot: rebootsLeft };
    const more = left === undefined ? {} : { left: { ...left, next: plain(left.next, context) } };
    tellJson({ ok: problems.length === 0, nodes: sorted, problems, ...reboots, ...more }, context);
    return exitCodeOf(problems);
  }
  for (const name of unchanged) {
    context.out(asTyped(`No action needed on ${name}${needs(name)}`, context.invocation));
  }
  for (const [node, { outcome, undone, learned }] of told) {
    const name = node as HostName;
    const taken = undone === undefined ? "" : undoneWords[undone];
    const theirs = learned.cordon === "others" ? ", left cordoned, as somebody else had it" : "";
    const line = `${name}: ${outcome === "changed" ? done : words[outcome]}${taken}${theirs}${outcome === "changed" ? needs(name) : ""}`;
    context.out(asTyped(line, context.invocation));
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
  uncordoned: "uncordoned (a run that died had left it cordoned)",
  "vip-returned": "given its part of the VIP (a run that died had left it without)",
  untouched: "not touched",
};

const undoneWords: { readonly [U in NonNullable<NodeState["undone"]>]: string } = {
  yes: ", and taken back",
  failed: ", and could not be taken back",
};
