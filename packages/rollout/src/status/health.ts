import type { Cluster } from "@quorate/cluster";
import type { DeployPaths } from "../deploy-paths.ts";
import type { Observation } from "../observe/observation.ts";
import { healthSteps } from "../plan/rollout-settings.ts";
import { judge, type Step, type StepOutputs } from "../step/step.ts";

/** What `health` of machines.ts asks for, as it was answered once. */
export interface HealthStatus {
  /** `workloads`, which Ceph is among, or the name of a check. */
  readonly of: string;
  readonly well: boolean;
  /** What is not well, or why it could not be asked. */
  readonly why: string | undefined;
}

/** The questions of a deployment that `health` asks for, without one. The first node is told as the one in question. */
export function healthQuestions(
  cluster: Cluster,
  observed: readonly Observation[],
): readonly Step<"health" | "check">[] {
  const [first] = cluster.nodes;
  if (first === undefined) return [];
  const checks = cluster.health?.checks ?? [];
  return [
    ...healthSteps(cluster, first.name, observed),
    ...checks.map((check): Step<"check"> => ({ kind: "check", node: first.name, check })),
  ];
}

/** What the end of a question's commands says. */
export function healthStatus(
  step: Step<"health" | "check">,
  outputs: StepOutputs,
  paths: Pick<DeployPaths, "certificates" | "run">,
): HealthStatus {
  const judgement = judge(step, outputs, { ...paths, learned: {}, at: 0 });
  return {
    of: step.kind === "check" ? step.check.name : "workloads",
    well: judgement.kind === "done",
    why: "problem" in judgement ? judgement.problem.message : undefined,
  };
}

/** The same for people. */
export function healthLine({ of, why }: HealthStatus): string {
  return `health: ${of}: ${why ?? "well"}`;
}
