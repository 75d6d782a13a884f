import {
  arp,
  type Cluster,
  type DistributionKind,
  defineCluster,
  k3s,
  kubernetes,
  type Machine,
  node,
  type RolloutCheck,
  resolveCluster,
  type Service,
} from "@quorate/cluster";

/** A cluster by what its machines are. The n-th has the same name and address in every shape. */
export interface Shape {
  /** What runs on each machine; a hole is a machine that the file does not have. */
  readonly machines: readonly (MachineRole | undefined)[];
  readonly encryptSecrets: boolean;
  /** With k3s all are servers (`stacked`) or agents (`worker`). */
  readonly distribution: DistributionKind;
}

/** What a machine is. */
export type MachineRole = "stacked" | "member" | "master" | "worker";

const SERVICES: { readonly [R in MachineRole]: readonly [Service, ...Service[]] } = {
  stacked: ["kubernetes", "etcd"],
  member: ["etcd"],
  master: ["kubernetes"],
  worker: ["worker"],
};

const UNITS_OF_ROLE: { readonly [R in MachineRole]: readonly string[] } = {
  stacked: ["etcd", "kube-apiserver", "kubelet"],
  member: ["etcd"],
  master: ["kube-apiserver", "kubelet"],
  worker: ["kubelet"],
};

/** What can be told apart of what runs on a machine. */
export function unitsOfRole({ distribution }: Shape, role: MachineRole): readonly string[] {
  return distribution === "k3s" ? ["k3s"] : UNITS_OF_ROLE[role];
}

const DISTRIBUTIONS = { kubernetes: kubernetes(), k3s: k3s() };

const resolved = new Map<string, Cluster>();

/** The cluster of a shape, as machines.ts would give it. */
export function clusterOfShape(shape: Shape): Cluster {
  const key = `${shape.distribution} ${shape.encryptSecrets} ${shape.machines.join()}`;
  const known = resolved.get(key);
  if (known !== undefined) return known;
  const machines: Record<string, Machine> = {};
  for (const [index, role] of shape.machines.entries()) {
    if (role === undefined) continue;
    machines[machineName(index)] = node({
      ip: `10.0.0.${index + 11}`,
      interface: "eth0",
      disk: "/dev/vda",
      services: SERVICES[role],
    });
  }
  const resolution = resolveCluster(
    defineCluster({
      name: "simulated",
      distribution: DISTRIBUTIONS[shape.distribution],
      kubeMaster: { ip: "10.0.0.250", loadBalancer: arp() },
      network: { subnet: "10.0.0.0/24", gateway: "10.0.0.1", nameservers: ["10.0.0.1"] },
      encryptSecrets: shape.encryptSecrets,
      machines,
    }),
  );
  if (!resolution.ok) throw new Error(JSON.stringify(resolution.findings));
  resolved.set(key, resolution.cluster);
  return resolution.cluster;
}

/** The same cluster with a check of the user's own, and with workloads that have to be well. */
export function withCheck(cluster: Cluster): Cluster {
  const check: RolloutCheck = { name: "storage", run: "true", on: undefined, timeout: 60, within: 3600 };
  const health = { namespaces: ["default"], ceph: undefined, checks: [], within: 3600 };
  return { ...cluster, rollout: { ...cluster.rollout, checks: [check] }, health };
}

/** What the machine at a place is called. */
export function machineName(index: number): string {
  return `node${index + 1}`;
}
