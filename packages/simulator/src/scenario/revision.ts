import { type Cluster, type Node, secretFilesOfNode, servicesReadingSecrets } from "@quorate/cluster";
import {
  type BuiltSystem,
  type DesiredSecret,
  SERVER_TOKEN,
  type StorePath,
  type Target,
} from "@quorate/rollout";
import { ENCRYPTION_KEY } from "../world/api.ts";
import { KERNEL_SIZE } from "../world/boot-folder.ts";
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
  /** How often k3s' tokens were made anew. */
  readonly tokens: number;
  /** Which of what k3s' servers have to agree on. */
  readonly flags: number;
}

/** Nothing special. */
export const FIRST_VERSIONS: Versions = {
  options: {},
  secrets: {},
  kernels: {},
  defects: {},
  tokens: 0,
  flags: 0,
};

/** A state of machines.ts and of the certificates' folder, and what is built of it. */
export interface Revision {
  readonly cluster: Cluster;
  readonly targets: ReadonlyMap<string, Target>;
  readonly systems: ReadonlyMap<string, System>;
  readonly built: ReadonlyMap<string, BuiltSystem>;
  readonly byPath: ReadonlyMap<StorePath, System>;
  /** The option values that k3s' servers are to have, by their names. */
  readonly options: ReadonlyMap<string, object>;
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
  const options = new Map<string, object>();
  for (const node of cluster.nodes) {
    const made = nodeOf(cluster, node, versions, generation);
    systems.set(node.name, made.system);
    targets.set(node.name, made.target);
    built.set(node.name, made.built);
    byPath.set(made.system.path, made.system);
    const settings = made.system.server?.flags;
    if (settings !== undefined) options.set(node.name, { quorate: { k3s: { settings } } });
  }
  return { cluster, systems, targets, built, byPath, options };
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
  { options, secrets, kernels, defects, tokens, flags }: Versions,
  generation: EtcdStart["state"],
): Made {
  const own = {
    generation,
    options: options[node.name],
    kernel: kernels[node.name] ?? 0,
    secrets: secrets[node.name] ?? 0,
    defect: defects[node.name],
    tokens,
    flags,
  };
  const key = JSON.stringify(own);
  let known = made.get(node);
  if (known === undefined) {
    known = new Map();
    made.set(node, known);
  }
  let one = known.get(key);
  if (one === undefined) {
    const system = systemOf(cluster, node, { ...own, options: own.options ?? {} });
    one = {
      system,
      target: {
        node,
        distribution: cluster.distribution.kind,
        fingerprint: system.fingerprint,
        secrets: secretsOf(cluster, node, own),
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
    bootBytes: { kernel: KERNEL_SIZE * 1024 ** 2, initrd: 0 },
  };
}

/** What is the same on all nodes, or made once for all times. */
const LASTING = /^(authorized|ssh_|.*-ca\.|service-|k3s-service|encryption)/;

/** Made anew for all nodes at once. */
const TOKEN = /^k3s-.*-token$/;

function secretsOf(
  cluster: Cluster,
  node: Node,
  { secrets, tokens }: { readonly secrets: number; readonly tokens: number },
): readonly DesiredSecret[] {
  return secretFilesOfNode(cluster, node).map((one): DesiredSecret => {
    const { file } = one;
    if (LASTING.test(file)) return { ...one, digest: digestOf(file) };
    if (!TOKEN.test(file)) return { ...one, digest: digestOf(`${node.name} ${file} ${secrets}`) };
    const token = (count: number) => digestOf(`${file} ${count}`);
    // Of the servers' the folder keeps what it was before.
    const before = file === SERVER_TOKEN && tokens > 0 ? { before: [token(tokens - 1)] } : {};
    return { ...one, digest: token(tokens), ...before };
  });
}

function systemOf(
  cluster: Cluster,
  node: Node,
  {
    options,
    kernel,
    defect,
    generation,
    flags,
  }: {
    readonly options: { readonly [unit: string]: number };
    readonly kernel: number;
    readonly defect: Defect | undefined;
    readonly generation: EtcdStart["state"];
    readonly flags: number;
  },
): System {
  const member = cluster.etcd.members.find(({ name }) => name === node.name);
  const isServer = cluster.distribution.kind === "k3s" && member !== undefined;
  const server = !isServer
    ? undefined
    : {
        peerUrl: member.peerUrl,
        founds: generation === "new" && member === cluster.etcd.members[0],
        flags: { "flannel-backend": BACKENDS[flags] ?? "vxlan" },
      };
  const etcd: EtcdStart | undefined =
    member !== undefined && !isServer
      ? {
          name: member.name,
          peerUrl: member.peerUrl,
          initialCluster: generation === "new" ? listOf(cluster) : [`${member.name}=${member.peerUrl}`],
          state: generation,
          token: cluster.etcd.token,
        }
      : undefined;
  const units = unitsOf(cluster, node).map(({ name, needs }): Unit => {
    const broken = defect?.kind === "unit" && defect.unit === name;
    const settings = `${options[name] ?? 0} ${needs.includes(ENCRYPTION_KEY)}${broken ? " broken" : ""}`;
    return {
      name,
      needs,
      settings: server === undefined ? settings : `${settings} ${JSON.stringify(server)}`,
    };
  });
  const content = JSON.stringify([node.name, units, defect, etcd, ...(kernel === 0 ? [] : [kernel])]);
  return {
    path: storePathOf(content, `nixos-system-${node.name}`),
    node: node.name,
    fingerprint: digestOf(content),
    units,
    etcd,
    server,
    sshPort: cluster.ssh.port,
    defect,
    kernel,
  };
}

/** What of it servers have to agree on. */
const BACKENDS = ["vxlan", "host-gw"];

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
