import {
  type Cluster,
  type Node,
  type SecretFile,
  secretFilesOfNode,
  servicesReadingSecrets,
} from "@quorate/cluster";
import type { BuiltSystem, DesiredSecret, StorePath, Target } from "@quorate/rollout";
import { ENCRYPTION_KEY } from "../world/api.ts";
import type { Defect, EtcdStart, System, Unit } from "../world/system.ts";
import { digestOf, storePathOf } from "./digest.ts";

/** What is written in machines.ts beside the machines, by their names; whoever is not named is as at first. */
export interface Versions {
  /** Which options a unit has. */
  readonly options: { readonly [node: string]: { readonly [unit: string]: number } };
  /** How often certificates were renewed. */
  readonly secrets: { readonly [node: string]: number };
  readonly defects: { readonly [node: string]: Defect };
}

/** Nothing special. */
export const FIRST_VERSIONS: Versions = { options: {}, secrets: {}, defects: {} };

/** A state of machines.ts and of the certificates' folder, and what is built of it. */
export interface Revision {
  readonly cluster: Cluster;
  readonly targets: ReadonlyMap<string, Target>;
  readonly systems: ReadonlyMap<string, System>;
  readonly built: ReadonlyMap<string, BuiltSystem>;
  readonly byPath: ReadonlyMap<StorePath, System>;
}

/** All of a revision. */
export function revisionOf(cluster: Cluster, versions: Versions): Revision {
  const systems = new Map(
    cluster.nodes.map((node) => [node.name as string, systemOf(cluster, node, versions)]),
  );
  return {
    cluster,
    systems,
    targets: new Map(
      cluster.nodes.map((node) => [node.name as string, targetOf(cluster, node, versions, systems)]),
    ),
    built: new Map(
      [...systems].map(([name, { path }]) => [
        name,
        { closure: path, diskoScript: storePathOf(`${name} disk`, `${name}-disko`) },
      ]),
    ),
    byPath: new Map([...systems.values()].map((system) => [system.path, system])),
  };
}

function targetOf(
  cluster: Cluster,
  node: Node,
  versions: Versions,
  systems: ReadonlyMap<string, System>,
): Target {
  return {
    node,
    distribution: cluster.distribution.kind,
    fingerprint: systems.get(node.name)?.fingerprint ?? "",
    secrets: secretsOf(cluster, node, versions),
  };
}

/** What a node's folder holds. What nodes share, and what never changes, is the same in every version. */
function secretsOf(cluster: Cluster, node: Node, versions: Versions): readonly DesiredSecret[] {
  const renewed = versions.secrets[node.name] ?? 0;
  return filesOf(cluster, node).map((file) => ({
    ...file,
    digest: digestOf(
      /^(authorized|ssh_|.*-ca\.|service-|encr)/.test(file.file)
        ? file.file
        : `${node.name} ${file.file} ${renewed}`,
    ),
  }));
}

function systemOf(cluster: Cluster, node: Node, versions: Versions): System {
  const member = cluster.etcd.members.find(({ name }) => name === node.name);
  const etcd: EtcdStart | undefined = member && {
    name: member.name,
    peerUrl: member.peerUrl,
    initialCluster: cluster.etcd.members.map(({ name, peerUrl }) => `${name}=${peerUrl}`).sort(),
    state: "new",
    token: cluster.etcd.token,
  };
  const options = versions.options[node.name] ?? {};
  const defect = versions.defects[node.name];
  const units = unitsOf(cluster, node).map(({ name, needs }): Unit => {
    const broken = defect?.kind === "unit" && defect.unit === name;
    const list = name === "etcd" ? etcd?.initialCluster.join() : "";
    const settings = `${options[name] ?? 0} ${list}${needs.includes(ENCRYPTION_KEY)}${broken ? " broken" : ""}`;
    return { name, needs, settings };
  });
  const content = JSON.stringify([node.name, units, defect, etcd]);
  return {
    path: storePathOf(content, `nixos-system-${node.name}`),
    node: node.name,
    fingerprint: digestOf(content),
    units,
    etcd,
    sshPort: cluster.ssh.port,
    defect,
  };
}

const files = new WeakMap<Node, readonly SecretFile[]>();

function filesOf(cluster: Cluster, node: Node): readonly SecretFile[] {
  const known = files.get(node);
  if (known !== undefined) return known;
  const found = secretFilesOfNode(cluster, node);
  files.set(node, found);
  return found;
}

const units = new WeakMap<Node, readonly Pick<Unit, "name" | "needs">[]>();

/** The services of a node, each with the files that it reads; etcd first, as it is what others wait for. */
function unitsOf(cluster: Cluster, node: Node): readonly Pick<Unit, "name" | "needs">[] {
  const known = units.get(node);
  if (known !== undefined) return known;
  const found = Object.entries(servicesReadingSecrets(cluster, node))
    .map(([name, needs]) => ({ name, needs }))
    .sort((a, b) => Number(b.name === "etcd") - Number(a.name === "etcd") || (a.name < b.name ? -1 : 1));
  units.set(node, found);
  return found;
}
