import type { CommandOutput } from "@quorate/command";
import { type Answers, answersOf } from "../observe/answers.ts";
import { type Json, listAt, readJson, textAt } from "../observe/json.ts";
import { type Budget, readBudget } from "../observe/kubernetes/budget.ts";
import { type NodeObject, readNode } from "../observe/kubernetes/node-object.ts";
import { type Pod, readPod } from "./pod.ts";
import { readWorkload, WORKLOADS, type Workload } from "./workload.ts";

/** What the API tells of a node that is to be drained. */
export interface DrainSeen {
  /** All Nodes of the cluster. */
  readonly nodes: readonly NodeObject[];
  /** The pods of this one. */
  readonly pods: readonly Pod[];
  readonly budgets: readonly Budget[];
  readonly workloads: readonly Workload[];
}

/** Lines of shell that print all of that; `kube` is kubectl, see api/kubectl.ts. */
export function drainQuestions(node: string): readonly string[] {
  const list = (kind: string, path: string) => `printf '%s\\n' "api-${kind}=$(kube get --raw '${path}')"`;
  return [
    list("NodeList", "/api/v1/nodes"),
    list("PodList", `/api/v1/pods?fieldSelector=spec.nodeName%3D${node}`),
    list("PodDisruptionBudgetList", "/apis/policy/v1/poddisruptionbudgets"),
    `workloads=$(kube get replicasets,statefulsets,replicationcontrollers --all-namespaces --output='jsonpath=${WORKLOADS}') && echo workloads-told=yes`,
    "printf '%s\\n' \"$workloads\" | sed -n 's/^..*/workload=&/p'",
  ];
}

/** Reads the answers; `undefined` where one of them is missing: what was not told is not known. */
export function readDrainSeen({ stdout }: CommandOutput): DrainSeen | undefined {
  const answers = answersOf(stdout.split("\n"));
  const nodes = listOf(answers, "NodeList", readNode);
  const pods = listOf(answers, "PodList", readPod);
  const budgets = listOf(answers, "PodDisruptionBudgetList", readBudget);
  if (nodes === undefined || pods === undefined || budgets === undefined) return undefined;
  if (answers.last("workloads-told") !== "yes") return undefined;
  return {
    nodes,
    pods,
    budgets,
    workloads: answers.all("workload").flatMap((line) => readWorkload(line) ?? []),
  };
}

function listOf<Item>(
  { last }: Answers,
  kind: string,
  read: (item: Json) => Item,
): readonly Item[] | undefined {
  const said = readJson(last(`api-${kind}`));
  return textAt(said, "kind") === kind ? listAt(said, "items").map(read) : undefined;
}
