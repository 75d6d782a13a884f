import type { NixValue } from "@quorate/cluster";
import { nodeDifference } from "@quorate/nixos";
import {
  type Forecast,
  forecast,
  type InstalledObservation,
  type Look,
  type Observation,
  type Plan,
} from "@quorate/rollout";
import pc from "picocolors";
import type { AppContext } from "../terminal/context.ts";

type NodeForecast = Forecast["steps"][number]["nodes"][number];

/** Says of every machine that was asked and answered that it did. */
export function tellReachable(observed: readonly Observation[], { err }: AppContext): void {
  for (const { kind, node } of observed) if (kind !== "unreachable") err(`${node} is reachable`);
}

/** Says what changes on each node, in the order in which it is done: before anything is. */
export function tellModified(
  { cluster, targets, options }: Look,
  observed: readonly Observation[],
  plan: Plan,
  context: AppContext,
): void {
  const seen = { cluster, targets, observed, options, ...NOT_BUILT };
  for (const { nodes } of forecast(plan, seen).steps) {
    for (const one of nodes) {
      for (const line of MODIFIED[one.does](one, () => difference(one, observed, options, context))) {
        context.err(line);
      }
    }
  }
}

/** What a build would tell is not asked for here. */
const NOT_BUILT = { built: new Map(), units: new Map(), versions: new Map() };

type Told = (node: NodeForecast, difference: () => readonly string[]) => readonly string[];

const MODIFIED: { readonly [D in NodeForecast["does"]]: Told } = {
  install: ({ node }) => [`${node} is installed: everything on it is new`],
  activate: (_, difference) => difference(),
  secrets: ({ node, put }) => [`${node} modified: certificates and keys alone: ${put.join(", ")}`],
  tidy: () => [],
  reboot: () => [],
  restart: ({ node, because }) => [`${node} stays as it is, and k3s is restarted: it ${because.join("; ")}`],
  uncordon: () => [],
  "return-vip": () => [],
  other: () => [],
};

function difference(
  { node, because }: NodeForecast,
  observed: readonly Observation[],
  options: Look["options"],
  { color }: AppContext,
): readonly string[] {
  const seen = observed.find((one) => one.node === node);
  const before = seen?.kind === "installed" ? optionsOf(seen) : undefined;
  // What the emitter made for this node.
  const after = options(node) as NixValue | undefined;
  const lines = before === undefined || after === undefined ? undefined : nodeDifference(node, before, after);
  if (lines !== undefined && lines.length > 0) {
    return [`${node} modified:`, ...lines.map((line) => coloured(line, color))];
  }
  const what = lines === undefined ? "" : "by no option: the flake, its lock or a module is another one; ";
  return [`${node} modified: ${what}it ${because.join("; ")}`];
}

/** What a node's system was built from: of one that was made by something else, nothing of nix/generated. */
function optionsOf({ fingerprint, facts: { options } }: InstalledObservation): unknown {
  if (options.known) return options.value;
  return fingerprint === undefined ? {} : undefined;
}

/** As `git diff` colours it. */
function coloured(line: string, color: boolean): string {
  const colors = pc.createColors(color);
  if (line.startsWith("---") || line.startsWith("+++")) return colors.bold(line);
  if (line.startsWith("@@")) return colors.cyan(line);
  if (line.startsWith("+")) return colors.green(line);
  return line.startsWith("-") ? colors.red(line) : line;
}
