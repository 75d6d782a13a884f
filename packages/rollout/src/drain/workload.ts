import type { Pod } from "./pod.ts";

/** Something of Kubernetes' own that makes pods: a ReplicaSet, a StatefulSet, a ReplicationController. */
export interface Workload {
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  readonly replicas: number;
  /** What it is made by in turn: of a ReplicaSet mostly a Deployment. */
  readonly by: string | undefined;
}

/** Asks for all of them: one a line, as {@link readWorkload} takes it. */
export const WORKLOADS =
  '{range .items[*]}{.kind}|{.metadata.namespace}|{.metadata.name}|{.spec.replicas}|{.metadata.ownerReferences[0].kind}|{.metadata.ownerReferences[0].name}{"\\n"}{end}';

/** Reads a line of that. */
export function readWorkload(line: string): Workload | undefined {
  const [kind = "", namespace = "", name = "", replicas = "", byKind = "", byName = ""] = line.split("|");
  if (!/^\d{1,9}$/.test(replicas)) return undefined;
  const by = byKind === "" ? undefined : `${byKind} ${byName}`;
  return { kind, namespace, name, replicas: Number(replicas), by };
}

/** The workload that makes a pod; `undefined` where something else does, which may have ways of its own. */
export function workloadOf(
  { namespace, controller }: Pod,
  workloads: readonly Workload[],
): Workload | undefined {
  return workloads.find(
    (one) => one.namespace === namespace && one.kind === controller?.kind && one.name === controller.name,
  );
}

/** Whom to turn to about a pod: `Deployment web`, `Cluster db`, `nobody`. */
export function ownerWords(pod: Pod, workloads: readonly Workload[]): string {
  const { controller } = pod;
  if (controller === undefined) return "nobody";
  return workloadOf(pod, workloads)?.by ?? `${controller.kind} ${controller.name}`;
}
