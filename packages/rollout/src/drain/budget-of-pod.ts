import type { Budget } from "../observe/kubernetes/budget.ts";
import { selects } from "../observe/kubernetes/selector.ts";
import { isOverPod, type Pod } from "./pod.ts";
import { type Workload, workloadOf } from "./workload.ts";

/** The budgets that a pod is under: an eviction asks each of them, and none of a pod that is over. */
export function budgetsOf(pod: Pod, budgets: readonly Budget[]): readonly Budget[] {
  if (isOverPod(pod)) return [];
  return budgets.filter(
    ({ namespace, selector }) =>
      namespace === pod.namespace && selector !== undefined && selects(selector, pod.labels),
  );
}

/** Whether a budget has nothing to say about a pod: one that was never started, or one that it lets go unhealthy. */
export function isFreeOf(budget: Budget, pod: Pod): boolean {
  return pod.phase === "Pending" || (!pod.ready && budget.lettingUnhealthyGo);
}

/**
 * Whether a budget can never let a pod go, whatever else happens in the cluster: it asks for as many healthy pods as
 * there are, and those who make them are to make no more. Who is no workload of Kubernetes' own may make room once its
 * pod is to leave, and so may a workload of which not every pod counts for the budget, as that of a database whose
 * primary alone does: these are asked.
 */
export function neverLetsGo(budget: Budget, pods: readonly Pod[], workloads: readonly Workload[]): boolean {
  const { required, expected } = budget;
  if (required === undefined || expected === undefined || required === 0 || required < expected) return false;
  const concerned = pods.filter((pod) => budgetsOf(pod, [budget]).length > 0 && !isFreeOf(budget, pod));
  const makers = concerned.map((pod) => workloadOf(pod, workloads));
  if (concerned.length === 0 || makers.includes(undefined)) return false;
  const replicas = [...new Set(makers)].reduce((sum, maker) => sum + (maker?.replicas ?? 0), 0);
  return replicas <= required;
}
