import { type Cluster, type Node, secretFilesOfNode, servicesReadingSecrets } from "@quorate/cluster";
import type { BuiltSystem, DesiredSecret, StorePath, Target } from "@quorate/rollout";
import { ENCRYPTION_KEY } from "../world/api.ts";
import {
  type Defect,
  type EtcdStart,
  inhibitorsOf,
  kernelOf,
  type System,
  type Unit,
} from "../world/system.ts";
import { digestOf, storePathOf } from "./digest.ts";

/** What is written in machines.ts beside the machines, by their names; whoever is not named is as at first. */
export interface Versions {
  /** Which options a unit has. */
  readonly options: { readonly [node: string]: { readonly [unit: string]: number } };
  /** How often certificates were renewed. */
  readonly secrets: { readonly [node: string]: number };
  /** Which kernel a system has. */
  readonly kernels: { readonly [node: string]: number };
  readonly defects: { readonly [node: string]: Defect };
}

/** Nothing special. */
export const FIRST_VERSIONS: Versions = { options: {}, secrets: {}, kernels: {}, defects: {} };

/** A state of machines.ts and of the certificates' folder, and what is built of it. */
export interface Revision {
  readonly cluster: Cluster;
  readonly targets: ReadonlyMap<string, Target>;
  readonly systems: ReadonlyMap<string, System>;
  readonly built: ReadonlyMap<string, BuiltSystem>;
  readonly byPath: ReadonlyMap<StorePath, System>;
}

/** All of a revision. What many revisions have in common is made once. */
export function revisionOf(
  cluster: Cluster,
  versions: Versions,
  generation: EtcdStart["state"] = "existing",
): Revision {
  const systems = new Map<string, System>();
  const targets = new Map<string, Target>();
  const built = new Map<string, BuiltSystem>();
  const byPath = new Map<StorePath, System>();
  for (const node of cluster.nodes) {
    const made = nodeOf(cluster, node, versions, generation);
    systems.set(node.name, made.system);
    targets.set(node.name, made.target);
    built.set(node.name, made.built);
    byPath.set(made.system.path, made.system);
  }
  return { cluster, systems, targets, built, byPath };
}

interface Made {
  readonly system: System;
  readonly target: Target;
  readonly built: BuiltSystem;
}

const made = new WeakMap<Node, Map<string, Made>>();

/** A node of a revision: the same for the same cluster and versions. */
function nodeOf(
  cluster: Cluster,
  node: Node,
  { options, secrets, kernels, defects }: Versions,
  generation: EtcdStart["state"],
): Made {
  const own = {
    generation,
    options: options[node.name],
    kernel: kernels[node.name] ?? 0,
    secrets: secrets[node.name] ?? 0,
    defect: defects[node.name],
  };
  const key = JSON.stringify(own);
  let known = made.get(node);
  if (known === undefined) {
    known = new Map();
    made.set(node, known);
  }
  let one = known.get(key);
  if (one === undefined) {
    const system = systemOf(cluster, node, own.options ?? {}, own.kernel, own.defect, generation);
    one = {
      system,
      target: {
        node,
        distribution: cluster.distribution.kind,
        fingerprint: system.fingerprint,
        secrets: secretsOf(cluster, node, own.secrets),
      },
      built: {
        closure: system.path,
        diskoScript: storePathOf(`${node.name} disk`, `${node.name}-disko`),
        parts: partsOf(system),
      },
    };
    known.set(key, one);
  }
  return one;
}

function partsOf(system: System): NonNullable<BuiltSystem["parts"]> {
  const { path } = system;
  return {
    path,
    kernel: kernelOf(system),
    initrd: "",
    modules: "",
    parameters: "",
    inhibitors: inhibitorsOf(system),
  };
}

/** What is the same on all nodes, or made once for all times. */
const LASTING = /^(authorized|ssh_|.*-ca\.|service-|encryption)/;

function secretsOf(cluster: Cluster, node: Node, renewed: number): readonly DesiredSecret[] {
  return secretFilesOfNode(cluster, node).map((file) => ({
    ...file,
    digest: digestOf(LASTING.test(file.file) ? file.file : `${node.name} ${file.file} ${renewed}`),
  }));
}

function systemOf(
  cluster: Cluster,
  node: Node,
  options: { readonly [unit: string]: number },
  kernel: number,
  defect: Defect | undefined,
  generation: EtcdStart["state"],
): System {
  const member = cluster.etcd.members.find(({ name }) => name === node.name);
  const etcd: EtcdStart | undefined = member && {
    name: member.name,
    peerUrl: member.peerUrl,
    initialCluster: generation === "new" ? listOf(cluster) : [`${member.name}=${member.peerUrl}`],
    state: generation,
    token: cluster.etcd.token,
  };
  const units = unitsOf(cluster, node).map(({ name, needs }): Unit => {
    const broken = defect?.kind === "unit" && defect.unit === name;
    const settings = `${options[name] ?? 0} ${needs.includes(ENCRYPTION_KEY)}${broken ? " broken" : ""}`;
    return { name, needs, settings };
  });
  const content = JSON.stringify([node.name, units, defect, etcd, ...(kernel === 0 ? [] : [kernel])]);
  return {
    path: storePathOf(content, `nixos-system-${node.name}`),
    node: node.name,
    fingerprint: digestOf(content),
    units,
    etcd,
    sshPort: cluster.ssh.port,
    defect,
    kernel,
  };
}

/** The services of a node, each with the files that it reads; etcd first, as it is what others wait for. */
function unitsOf(cluster: Cluster, node: Node): readonly Pick<Unit, "name" | "needs">[] {
  return Object.entries(servicesReadingSecrets(cluster, node))
    .map(([name, needs]) => ({ name, needs }))
    .sort((a, b) => Number(b.name === "etcd") - Number(a.name === "etcd") || (a.name < b.name ? -1 : 1));
}

/** The list that members begin a cluster with. */
export function listOf({ etcd }: Cluster): readonly string[] {
  return etcd.members.map(({ name, peerUrl }) => `${name}=${peerUrl}`).sort();
}
