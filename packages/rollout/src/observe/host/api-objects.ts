import { OPERATIONS } from "../../distribution/operations.ts";
import type { Answers } from "../answers.ts";
import { type Json, listAt, readJson, textAt } from "../json.ts";
import { type Known, known, unknown } from "../known.ts";
import { type Budget, readBudget } from "../kubernetes/budget.ts";
import { type Lease, readLease } from "../kubernetes/lease.ts";
import { type NodeObject, readNode } from "../kubernetes/node-object.ts";
import { readSystemPod, type SystemPod } from "../kubernetes/system-pod.ts";
import { curl, type Subject } from "../subject.ts";

/**
 * What the cluster is, as the apiserver of one control plane node tells it; unknown on every other node. Each list is
 * read through etcd's quorum: it is as true as the moment in which it was asked for.
 */
export interface ApiObjects {
  readonly nodes: Known<readonly NodeObject[]>;
  readonly budgets: Known<readonly Budget[]>;
  readonly leases: Known<readonly Lease[]>;
  readonly systemPods: Known<readonly SystemPod[]>;
}

/** A list of the API's. */
interface List<Item> {
  /** What it answers with. */
  readonly kind: string;
  readonly path: string;
  readonly read: (item: Json) => Item;
}

const NODES: List<NodeObject> = { kind: "NodeList", path: "/api/v1/nodes", read: readNode };
const BUDGETS: List<Budget> = {
  kind: "PodDisruptionBudgetList",
  path: "/apis/policy/v1/poddisruptionbudgets",
  read: readBudget,
};
const LEASES: List<Lease> = {
  kind: "LeaseList",
  path: "/apis/coordination.k8s.io/v1/leases",
  read: readLease,
};
const SYSTEM_PODS: List<SystemPod> = {
  kind: "PodList",
  path: "/api/v1/namespaces/kube-system/pods",
  read: readSystemPod,
};

const LISTS = [NODES, BUDGETS, LEASES, SYSTEM_PODS];

/** See {@link ApiObjects}. */
export const apiObjects: Subject<ApiObjects> = {
  questions: ({ cluster, node }) => {
    if (!node.roles.controlPlane) return [];
    const who = OPERATIONS[cluster.distribution.kind].api;
    const urls = LISTS.map(({ path }) => `https://127.0.0.1:${cluster.api.port}${path}`);
    // One connection for all. To who is not called curl a list is given in one line, which says first what it is of.
    return [
      `${curl(urls, who, ["--write-out", "'\\n'"])} | sed -n 's/^{"kind":"\\([A-Za-z]*\\)"/api-\\1=&/p'`,
    ];
  },
  read: (answers) => ({
    nodes: listOf(answers, NODES),
    budgets: listOf(answers, BUDGETS),
    leases: listOf(answers, LEASES),
    systemPods: listOf(answers, SYSTEM_PODS),
  }),
};

function listOf<Item>({ last }: Answers, { kind, read }: List<Item>): Known<readonly Item[]> {
  const said = readJson(last(`api-${kind}`));
  if (textAt(said, "kind") !== kind) return unknown("its apiserver did not answer");
  return known(listAt(said, "items").map(read));
}
