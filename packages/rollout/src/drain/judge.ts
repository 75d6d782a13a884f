import type { HostName } from "@quorate/cluster";
import type { Budget } from "../observe/kubernetes/budget.ts";
import type { NodeObject } from "../observe/kubernetes/node-object.ts";
import { budgetsOf, isFreeOf, neverLetsGo } from "./budget-of-pod.ts";
import { cordonMarkOf, cordonWords } from "./cordon-mark.ts";
import type { DrainSeen } from "./drain-seen.ts";
import { hasToMove, isOverPod, type Pod, podName } from "./pod.ts";
import { ownerWords, type Workload } from "./workload.ts";

/** What a drain is asked for. */
export interface DrainTerms {
  readonly node: HostName;
  /** Nodes that count: of the others one that is away is a reason to wait. */
  readonly among: readonly HostName[];
  /** What is lost with pods that nobody makes anew, or that have data on the node, may be lost. */
  readonly mayLose: boolean;
  /** Pods are deleted and not evicted, whatever their budgets say. */
  readonly deletes: boolean;
}

/** Why a drain is not begun. */
export interface DrainRefusal {
  readonly because: "node-away" | "budget-never-met" | "pods-not-kept";
  /** A sentence without a full stop. */
  readonly message: string;
}

/**
 * What speaks against draining a node now. `run` is who asks: what it has cordoned itself is its own matter. Of budgets
 * those alone count that have a pod on this node, and of these such as can never be met: that none may go *now* says
 * nothing, since many make room only once their pod is to leave.
 */
export function refuseDrain(
  { node, among, mayLose, deletes }: DrainTerms,
  { nodes, pods, budgets, workloads }: DrainSeen,
  run: string,
): readonly DrainRefusal[] {
  const moving = pods.filter(hasToMove);
  return [
    ...nodes
      .filter(({ name }) => name !== node && among.some((one) => one === name))
      .flatMap((other) => awayWords(other, run))
      .map((message): DrainRefusal => ({ because: "node-away", message })),
    ...(deletes ? [] : neverMet(moving, budgets, workloads)),
    ...(mayLose ? [] : notKept(node, moving)),
  ];
}

/** Why a node that is not ours to drain counts as away; nothing where it does its part. */
function awayWords({ name, cordoned, conditions, annotations }: NodeObject, run: string): readonly string[] {
  const mark = cordonMarkOf(annotations);
  if (cordoned && mark?.run === run) return [];
  if (cordoned) {
    return [`${name} is cordoned by ${mark === undefined ? "somebody else" : cordonWords(mark)}`];
  }
  const { status = "Unknown", reason = "" } = conditions["Ready"] ?? {};
  return status === "True" ? [] : [`${name} is not Ready${reason === "" ? "" : ` (${reason})`}`];
}

function neverMet(
  pods: readonly Pod[],
  budgets: readonly Budget[],
  workloads: readonly Workload[],
): readonly DrainRefusal[] {
  const twice = pods.flatMap((pod): readonly DrainRefusal[] => {
    const several = budgetsOf(pod, budgets);
    if (several.length < 2) return [];
    const names = several.map(({ name }) => name).join(", ");
    return [
      {
        because: "budget-never-met",
        message: `${podName(pod)} (of ${ownerWords(pod, workloads)}) is under several budgets (${names}), which Kubernetes never evicts`,
      },
    ];
  });
  const never = budgets
    .filter((budget) => neverLetsGo(budget, pods, workloads))
    .map((budget): DrainRefusal => {
      const concerned = pods.filter((pod) => budgetsOf(pod, [budget]).length > 0);
      const [first] = concerned;
      const owner = first === undefined ? "nobody" : ownerWords(first, workloads);
      return {
        because: "budget-never-met",
        message: `the budget ${podName(budget)} can never let ${concerned.map(podName).join(", ")} go: it asks for ${budget.required} healthy pods of ${budget.expected}, and ${owner} makes no more`,
      };
    });
  return [...twice, ...never];
}

function notKept(node: HostName, pods: readonly Pod[]): readonly DrainRefusal[] {
  const left = pods.filter((pod) => !isOverPod(pod));
  const bare = left.filter(({ controller }) => controller === undefined).map(podName);
  const local = left.filter((pod) => pod.controller !== undefined && pod.localData).map(podName);
  const parts = [
    ...(bare.length === 0 ? [] : [`nobody makes anew: ${bare.join(", ")}`]),
    ...(local.length === 0 ? [] : [`lose their local data (emptyDir): ${local.join(", ")}`]),
  ];
  if (parts.length === 0) return [];
  return [
    {
      because: "pods-not-kept",
      message: `draining ${node} ends pods that ${parts.join("; and pods that ")}`,
    },
  ];
}

/** Pods that a drain still waits for. */
export function podsLeft({ pods }: Pick<DrainSeen, "pods">): readonly Pod[] {
  return pods.filter(hasToMove);
}

/** Why a pod is still there, for who waits. */
export function whyStill(pod: Pod, { budgets, workloads }: Omit<DrainSeen, "nodes" | "pods">): string {
  const name = `${podName(pod)} (of ${ownerWords(pod, workloads)})`;
  if (pod.leaving) return `${name} takes its time to end`;
  const holding = budgetsOf(pod, budgets).filter((budget) => !isFreeOf(budget, pod));
  const [budget] = holding;
  if (budget === undefined) return `${name} has not gone yet`;
  const { healthy, required, allowed } = budget;
  if (!pod.ready) {
    return `${name} is not ready itself, and its budget ${podName(budget)} keeps such pods until ${required ?? "enough"} are healthy (${healthy ?? "unknown how many"} are; unhealthyPodEvictionPolicy: IfHealthyBudget)`;
  }
  if ((allowed ?? 0) > 0) return `${name} has not gone yet`;
  return `${name} is held by its budget ${podName(budget)}: ${healthy ?? "unknown how many"} healthy, ${required ?? "unknown how many"} required`;
}
