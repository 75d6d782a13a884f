import { quorumOf } from "@quorate/cluster";
import type { MachineStanding, MachineState, Standing } from "@quorate/rollout";

/** A node that takes no new pods, and who said so. */
export interface Cordon {
  readonly node: string;
  readonly by: "this run" | "somebody else";
}

/** What is left when a deployment has stopped: what is true, and what to do next. */
export interface Left extends Standing {
  readonly cordons: readonly Cordon[];
  /** In backticks, as `quorate …`. */
  readonly next: string;
}

/** What is left of a deployment that is over, by a look at the machines. */
export function leftOf({ nodes }: Pick<MachineState, "nodes">, standing: Standing, command: string): Left {
  const cordons = Object.entries(nodes).flatMap(([node, { learned }]): readonly Cordon[] => {
    if (learned.cordon === "ours") return [{ node, by: "this run" }];
    return learned.cordon === "others" ? [{ node, by: "somebody else" }] : [];
  });
  return { ...standing, cordons, next: `\`quorate ${command}\`` };
}

/** The last lines of a deployment that has stopped. */
export function lastLines({ machines, etcd, cordons, next }: Left): readonly string[] {
  return [
    ...machines.map(machineLine),
    ...etcdLine(etcd),
    ...cordons.map(({ node, by }) => `${node} is cordoned by ${by}`),
    `next: ${next}`,
  ];
}

function machineLine(machine: MachineStanding): string {
  const { node } = machine;
  if (machine.kind === "unknown") return `${node} cannot be asked what it runs`;
  if (machine.kind === "bare") return `${node} is not installed`;
  const { runs, boots, confirmed } = machine;
  const systems =
    runs === boots
      ? `${node} runs and boots ${runs ?? "no system"}`
      : `${node} runs ${runs ?? "no system"} and boots ${boots ?? "none"}`;
  return `${systems}${confirmed ? ", confirmed" : ", not confirmed"}`;
}

/** Nothing where nobody was asked: no target is a member then. */
function etcdLine({ running, stopped, absent, unknown }: Standing["etcd"]): readonly string[] {
  const asked = [...running, ...stopped, ...absent];
  if (asked.length === 0) return [];
  const all = asked.length + unknown.length;
  const not = [
    ...(stopped.length === 0 ? [] : [`${stopped.join(", ")} down`]),
    ...(absent.length === 0 ? [] : [`${absent.join(", ")} not installed`]),
    ...(unknown.length === 0 ? [] : [`${unknown.join(", ")} not asked`]),
  ];
  const tolerated = Math.max(0, running.length - quorumOf(all));
  const quorum = running.length >= quorumOf(all) ? `tolerates ${tolerated}` : "no quorum";
  return [
    `etcd: ${running.length} of ${all} members up, ${quorum}${not.length === 0 ? "" : ` (${not.join("; ")})`}`,
  ];
}
