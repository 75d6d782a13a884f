import {
  type Cluster,
  type HostName,
  K3S_AGREED_ADD_ONS,
  K3S_AGREED_FLAGS,
  type Node,
} from "@quorate/cluster";
import { fieldOf, type Json } from "../observe/json.ts";
import type { Known } from "../observe/known.ts";
import type { Observation } from "../observe/observation.ts";
import { knownOf } from "../observe/whom.ts";
import { problem, type RolloutProblem } from "../problem-kind.ts";
import type { MemberDeeds } from "./member-deed.ts";
import { isServing } from "./server-membership.ts";

/** One thing that k3s compares when a server joins. */
interface Agreed {
  readonly name: string;
  /** How these flags have it, for a message; what is alike reads alike. */
  readonly textIn: (flags: Json | undefined) => string;
}

const AGREED: readonly Agreed[] = [
  ...K3S_AGREED_FLAGS.map((name): Agreed => ({ name, textIn: (flags) => textOf(flags, name) })),
  ...K3S_AGREED_ADD_ONS.map(
    (name): Agreed => ({ name, textIn: (flags) => (leavesOut(flags, name) ? "disabled" : "enabled") }),
  ),
];

/** What a server's system starts it with, of servers that have data and tell it. */
interface Running {
  readonly name: HostName;
  readonly flags: Json;
  readonly serves: boolean;
}

/**
 * One refusal for each target that would run with flags that another server, which this run leaves alone, does not run
 * with; and for each that would join servers none of which runs with its own, whether they are targets or not: it would
 * end at that.
 */
export function refuseFlags(
  { nodes }: Cluster,
  targets: readonly Node[],
  observed: readonly Observation[],
  options: (node: HostName) => Json | undefined,
  deeds: MemberDeeds,
): readonly RolloutProblem[] {
  const names = new Set(targets.map(({ name }) => name));
  const running = runningOf(nodes, observed);
  return targets.flatMap(({ name, roles }) => {
    const wanted = roles.controlPlane ? fieldOf(options(name), "quorate", "k3s", "settings") : undefined;
    if (wanted === undefined) return [];
    // Those that differ change after it, where there is one that it can join.
    const joins =
      deeds.get(name)?.kind === "enter" &&
      !running.some(({ flags, serves }) => serves && differingIn(wanted, flags) === undefined);
    for (const other of running) {
      if (other.name === name || (names.has(other.name) && !joins)) continue;
      const flag = differingIn(wanted, other.flags);
      if (flag === undefined) continue;
      const told = `${name} would ${joins ? "join" : "run"} with ${flag.name} ${flag.textIn(wanted)}, and ${other.name} runs with ${flag.textIn(other.flags)}: k3s wants all servers to agree on it`;
      const hint = joins
        ? `Deploy to the servers that run first (${running.map((one) => one.name).join(", ")}), then to ${name}; or set it back in machines.ts`
        : `Deploy to all servers in one command (${other.name} as well), or set it back in machines.ts`;
      return [problem("flags-changed", name, told, hint)];
    }
    return [];
  });
}

function runningOf(
  nodes: readonly Pick<Node, "name">[],
  observed: readonly Observation[],
): readonly Running[] {
  return nodes.flatMap(({ name }) => {
    const seen = knownOf(name, observed);
    if (seen?.kind !== "installed" || seen.etcd.data !== "yes") return [];
    const { flags } = seen.facts;
    return flags.known ? [{ name, flags: flags.value, serves: isServing(seen) }] : [];
  });
}

/**
 * Whether a server is not known to run with other flags than `own` is to be started with: k3s compares them with those of
 * the one that is joined.
 */
export function mayBeJoined(
  own: HostName,
  observed: readonly Observation[],
  options: (node: HostName) => Json | undefined,
): (other: HostName) => boolean {
  const wanted = fieldOf(options(own), "quorate", "k3s", "settings");
  if (wanted === undefined) return () => true;
  return (other) =>
    runningOf([{ name: other }], observed).every(({ flags }) => differingIn(wanted, flags) === undefined);
}

function differingIn(wanted: Json, flags: Json): Agreed | undefined {
  return AGREED.find(({ textIn }) => textIn(wanted) !== textIn(flags));
}

/** As it is written; a flag that is not there has k3s' default, which is told as nothing. */
function textOf(flags: Json | undefined, flag: string): string {
  const value = fieldOf(flags, flag);
  return value === undefined ? "nothing" : typeof value === "string" ? value : JSON.stringify(value);
}

function leavesOut(flags: Json | undefined, part: string): boolean {
  const disabled = fieldOf(flags, "disable");
  return Array.isArray(disabled) && disabled.includes(part);
}

/** What a server would be started with otherwise than it is, of what servers have to agree on; what is not known differs in all. */
export function differingFlag(now: Known<Json>, then: Json | undefined): string | undefined {
  if (!now.known || then === undefined) return AGREED[0]?.name;
  return differingIn(now.value, then)?.name;
}
