import type { HostName } from "@quorate/cluster";
import { CORDON_MARK } from "@quorate/rollout";
import { hasBudget, type KubePod, requiredOf, underBudget } from "./kube.ts";
import type { World } from "./world.ts";

// What the API tells, in its own words. The product's own parser reads it.

/** The Nodes, as a list. */
export function nodeList(world: World): string {
  const items = [...world.kube.nodes].map(([name, { cordoned, mark }]) => ({
    metadata: { name, ...(mark === undefined ? {} : { annotations: { [CORDON_MARK]: mark } }) },
    spec: cordoned ? { unschedulable: true } : {},
    status: {
      conditions: [
        { type: "Ready", status: world.kube.isReady(world, world.host(name)) ? "True" : "Unknown" },
      ],
    },
  }));
  return JSON.stringify({ kind: "NodeList", items });
}

/** All that is asked for about the pods of a node. */
export function drainText(world: World, node: HostName): string {
  const pods = world.kube.on(node);
  const all = [...world.kube.pods];
  const guarded = new Map(all.filter(hasBudget).map((pod) => [pod.app, pod]));
  const budgets = [...guarded.values()].map((pod) => {
    const those = underBudget(pod, all);
    const healthy = those.filter(({ ready }) => ready).length;
    const required = requiredOf(pod.app);
    return {
      metadata: { namespace: "default", name: pod.app.name },
      spec: { selector: { matchLabels: labelsOf({ ...pod, primary: pod.app.kind === "database" }) } },
      status: {
        disruptionsAllowed: Math.max(0, healthy - required),
        currentHealthy: healthy,
        desiredHealthy: required,
        expectedPods: pod.app.kind === "database" ? those.length : pod.app.replicas,
      },
    };
  });
  const apps = [...new Set(all.map(({ app }) => app))].filter(({ kind }) => kind !== "database");
  return [
    `api-NodeList=${nodeList(world)}`,
    `api-PodList=${JSON.stringify({ kind: "PodList", items: pods.map(podJson) })}`,
    `api-PodDisruptionBudgetList=${JSON.stringify({ kind: "PodDisruptionBudgetList", items: budgets })}`,
    "workloads-told=yes",
    ...apps.map(({ name, replicas }) => `workload=ReplicaSet|default|${name}|${replicas}|Deployment|${name}`),
    "",
  ].join("\n");
}

function labelsOf({ app, primary }: KubePod): { readonly [name: string]: string } {
  return { app: app.name, ...(primary ? { role: "primary" } : {}) };
}

function podJson(pod: KubePod): object {
  const { app, name, ready, leaving } = pod;
  const kind = app.kind === "database" ? "Cluster" : "ReplicaSet";
  return {
    metadata: {
      namespace: "default",
      name,
      labels: labelsOf(pod),
      ownerReferences: [{ kind, name: app.name, controller: true }],
      ...(leaving ? { deletionTimestamp: "2026-01-01T00:00:00Z" } : {}),
    },
    status: { phase: "Running", conditions: [{ type: "Ready", status: ready ? "True" : "False" }] },
  };
}
