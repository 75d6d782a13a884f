import type { Cluster, HostName } from "@quorate/cluster";
import { apiDoor } from "../api/api-door.ts";
import type { Observation } from "../observe/observation.ts";
import type { Step } from "../step/step.ts";
import { type Conduct, ORDINARY } from "./conduct.ts";
import { type Lane, STAGES, type Stage, withLanes } from "./stage.ts";

/**
 * The same stages with what `rollout` and `health` of machines.ts ask for: checks before the first node is touched and
 * after each, once its gate is open, and the soak; workloads and Ceph before the first node, and at the end of each
 * one's lane, when it may have pods again. Where the cluster starts from nothing there is nothing to be asked before.
 * With the conduct `later` what `health` asks for is not asked before the first node, as for a cluster that is to be
 * mended. Workloads are not asked for where no apiserver is ready: then to bring the API back is what the run is for.
 */
export function withRolloutSettings(
  cluster: Cluster,
  observed: readonly Observation[],
  stages: readonly Stage[],
  conduct: Pick<Conduct, "health"> = ORDINARY,
): readonly Stage[] {
  const { soak, checks: own } = cluster.rollout;
  const checks = [...own, ...(cluster.health?.checks ?? [])];
  const ask = (node: HostName, which: typeof own): readonly Step[] =>
    which.map((check) => ({ kind: "check", node, check }));
  const fromNothing = stages.some(({ lanes }) => lanes.some(isFromNothing));
  const serves = observed.some(isServing);
  const health = (node: HostName) => (serves ? healthSteps(cluster, node, observed) : []);
  const first = fromNothing ? undefined : stages.find(({ kind }) => STAGES[kind].reaches === "changed");
  const initial = (node: HostName) =>
    conduct.health === "first" ? [...ask(node, checks), ...health(node)] : ask(node, own);
  return stages.map((stage) =>
    withLanes(stage, (lane) => {
      const steps = lane.steps.flatMap((step): readonly Step[] =>
        step.kind === "gate-after"
          ? [{ ...step, ...(soak === undefined ? {} : { soak }) }, ...ask(lane.node, checks)]
          : [step],
      );
      const after = lane.steps.some(({ kind }) => kind === "gate-after") ? health(lane.node) : [];
      const before = stage === first ? initial(lane.node) : [];
      return { ...lane, steps: [...before, ...steps, ...after] };
    }),
  );
}

/** The question whether workloads and Ceph are well; none where nothing of them is asked for. */
export function healthSteps(
  cluster: Cluster,
  node: HostName,
  observed: readonly Observation[],
): readonly Step<"health">[] {
  const { health } = cluster;
  const api = apiDoor(cluster, node, observed);
  if (health === undefined || api === undefined) return [];
  if (health.namespaces.length === 0 && health.ceph === undefined) return [];
  return [{ kind: "health", node, api, health }];
}

/** Nobody is asked about a node that is touched before there is a cluster. */
function isFromNothing({ steps }: Lane): boolean {
  const touched = steps.some(({ kind }) => kind === "switch" || kind === "install");
  return touched && !steps.some(({ kind }) => kind === "gate-after");
}

/** Whether an apiserver was seen that is ready. */
function isServing(seen: Observation): boolean {
  if (seen.kind !== "installed") return false;
  const { readyz } = seen.facts.controlPlane;
  return readyz.known && readyz.value.ready;
}
