import { type Cluster, type HostName, K3S_AGREED_FLAGS, type Node } from "@quorate/cluster";
import { fieldOf, type Json } from "../observe/json.ts";
import type { Known } from "../observe/known.ts";
import type { Observation } from "../observe/observation.ts";
import { knownOf } from "../observe/whom.ts";
import { problem, type RolloutProblem } from "../problem-kind.ts";
import type { MemberDeeds } from "./member-deed.ts";

/**
 * One refusal for each target that would run with flags that another server, which this run leaves alone, does not run
 * with; and for each that would join servers that do not run with its own, whether they are targets or not: it would
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
  const running = nodes.flatMap(({ name }) => {
    const seen = knownOf(name, observed);
    if (seen?.kind !== "installed" || seen.etcd.data !== "yes") return [];
    const { flags } = seen.facts;
    return flags.known ? [{ name, flags: flags.value }] : [];
  });
  return targets.flatMap(({ name, roles }) => {
    const wanted = roles.controlPlane ? fieldOf(options(name), "quorate", "k3s", "settings") : undefined;
    if (wanted === undefined) return [];
    const joins = deeds.get(name)?.kind === "enter";
    for (const other of running) {
      if (other.name === name || (names.has(other.name) && !joins)) continue;
      const flag = K3S_AGREED_FLAGS.find((one) => textOf(wanted, one) !== textOf(other.flags, one));
      if (flag === undefined) continue;
      const told = `${name} would ${joins ? "join" : "run"} with ${flag} ${textOf(wanted, flag)}, and ${other.name} runs with ${textOf(other.flags, flag)}: k3s wants all servers to agree on it`;
      const hint = joins
        ? `Deploy to the servers that run first (${running.map((one) => one.name).join(", ")}), then to ${name}; or set it back in machines.ts`
        : `Deploy to all servers in one command (${other.name} as well), or set it back in machines.ts`;
      return [problem("flags-changed", name, told, hint)];
    }
    return [];
  });
}

/** As it is written; a flag that is not there has k3s' default, which is told as nothing. */
function textOf(flags: Json | undefined, flag: string): string {
  const value = fieldOf(flags, flag);
  return value === undefined ? "nothing" : typeof value === "string" ? value : JSON.stringify(value);
}

/** What a server would be started with otherwise than it is, of what servers have to agree on; what is not known differs in all. */
export function differingFlag(now: Known<Json>, then: Json | undefined): string | undefined {
  return K3S_AGREED_FLAGS.find(
    (one) => !now.known || then === undefined || textOf(now.value, one) !== textOf(then, one),
  );
}
