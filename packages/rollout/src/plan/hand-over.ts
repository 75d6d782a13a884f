import { type Cluster, type HostName, type Node, urlHost } from "@quorate/cluster";
import { OPERATIONS } from "../distribution/operations.ts";
import type { Step } from "../step/step.ts";
import type { VipAsked } from "../step/vip-question.ts";
import type { StorePath } from "../store-path.ts";
import type { Undo } from "./stage.ts";
import type { Standing } from "./standing.ts";

/** What a node that is about to be stopped hands over to others, and takes back. */
export interface HandOver {
  readonly before: readonly Step[];
  readonly after: readonly Step[];
  /** What is asked of all of it at the end. */
  readonly proof: readonly Step[];
  readonly undo: readonly Undo[];
}

/** What is about to be done to a node. */
export interface Disturbance {
  /** The system that is activated; `undefined` where it stays. */
  readonly closure: StorePath | undefined;
  /** Units that are restarted, for certain. */
  readonly restart: readonly string[];
  /** Whether the whole machine is, and so all of them. */
  readonly all?: boolean;
}

/** Where nobody is there to take anything. */
export const NOTHING_TO_HAND_OVER: HandOver = { before: [], after: [], proof: [], undo: [] };

/** Of others, as it is when it is the node's turn. */
export interface Others {
  readonly standing: (name: HostName) => Pick<Standing, "installed" | "apiserver" | "retires">;
  /** Whether it is done already in this run: what is handed to it stays there. */
  readonly isDone: (name: HostName) => boolean;
  /** Whether it was looked at and answered. */
  readonly answers: (name: HostName) => boolean;
}

/** Hosts beside this machine that are asked where the VIP leads to. */
const ASKERS = 3;

/**
 * Before a member of etcd or a master is activated: the VIP is left and seen to be gone, then the lead of etcd is
 * handed over, each where the activation disturbs what it is about, which the host is asked first.
 */
export function handOver(cluster: Cluster, node: Node, disturbance: Disturbance, others: Others): HandOver {
  const { closure } = disturbance;
  const vip = vipSteps(cluster, node, disturbance, others);
  const leader = leaderSteps(cluster, node, disturbance, others);
  const [reached, ...proof] = vipSeenSteps(cluster, node, disturbance, others);
  const isAsked = reached === undefined ? [] : [reached];
  if (vip === undefined && leader.length === 0) return { ...NOTHING_TO_HAND_OVER, before: isAsked, proof };
  // Where all of them are restarted anyhow there is nothing to ask.
  const asks =
    closure !== undefined &&
    !disturbedUnits(cluster, node, others).every((unit) => isCertain(disturbance, unit));
  const foresee: readonly Step[] = asks ? [{ kind: "foresee", node: node.name, closure }] : [];
  return {
    before: [...isAsked, ...foresee, ...(vip?.before ?? []), ...leader],
    after: vip?.after ?? [],
    proof,
    undo: vip?.undo ?? [],
  };
}

/** What of a node others have a part of, by its units. An apiserver is not ready while the member on its host is away. */
function disturbedUnits({ distribution }: Cluster, node: Node, others: Others): readonly string[] {
  const { apiserverUnit, etcdUnit } = OPERATIONS[distribution.kind];
  const { etcd } = node.roles;
  return [...(hasApiserver(node, others) ? [apiserverUnit] : []), ...(etcd ? [etcdUnit] : [])];
}

/** Whether it is a master, or was one until now. */
function hasApiserver({ name, roles }: Node, { standing }: Others): boolean {
  return roles.controlPlane || standing(name).retires;
}

/** Whether it is known to be stopped, whatever the host would say. */
function isCertain({ restart, all = false }: Disturbance, unit: string): boolean {
  return all || restart.includes(unit);
}

/** For a step that is needed where one of `units` is disturbed: by which, where that is not certain; else `undefined`. */
function unlessCertain(disturbance: Disturbance, units: readonly string[]): readonly string[] | undefined {
  if (units.some((unit) => isCertain(disturbance, unit))) return [];
  return disturbance.closure === undefined ? undefined : units;
}

function vipSteps(
  cluster: Cluster,
  node: Node,
  disturbance: Disturbance,
  others: Others,
): Omit<HandOver, "proof"> | undefined {
  const { name, addresses } = node;
  const takers = cluster.nodes.filter(
    (one) => one.name !== name && one.roles.controlPlane && others.standing(one.name).apiserver,
  );
  const units = unlessCertain(disturbance, disturbedUnits(cluster, node, others));
  const none = cluster.api.vip === undefined || !hasApiserver(node, others);
  if (none || units === undefined) return undefined;
  const { retires } = others.standing(name);
  const distribution = cluster.distribution.kind;
  const { vip } = OPERATIONS[distribution];
  const returned: Step = { kind: "return-vip", node: name, manifests: vip.manifests };
  const own = urlHost(addresses[0]);
  const left: Step = {
    kind: "leave-vip",
    node: name,
    distribution,
    ...vip,
    units,
    ...(takers.length > 0 ? {} : { toUnlisted: { host: own, port: cluster.api.port } }),
    ...(retires ? { forGood: true } : {}),
  };
  return {
    before: [
      left,
      {
        kind: "vip-left",
        node: name,
        ...vipAsked(cluster, node, others),
        units,
      },
    ],
    after: retires ? [] : [returned],
    undo: [{ step: returned, from: "leave-vip", ...(retires ? {} : { until: "return-vip" }) }],
  };
}

/** Whether the VIP leads anywhere, before and after: also where nobody is there to take it over. */
function vipSeenSteps(
  cluster: Cluster,
  node: Node,
  disturbance: Disturbance,
  others: Others,
): readonly Step[] {
  const disturbs =
    disturbance.closure !== undefined ||
    disturbedUnits(cluster, node, others).some((unit) => isCertain(disturbance, unit));
  if (cluster.api.vip === undefined || !hasApiserver(node, others) || !disturbs) return [];
  const asked = vipAsked(cluster, node, others);
  const announces = cluster.loadBalancer.kind === "bgp" && !others.standing(node.name).retires;
  return (["before", "after"] as const).map((when) => ({
    kind: "vip-seen",
    node: node.name,
    ...asked,
    when,
    ...(announces ? { announces } : {}),
  }));
}

function vipAsked(cluster: Cluster, node: Node, others: Others): VipAsked {
  return {
    vipUrl: `${cluster.api.url}/readyz`,
    ownUrl: `https://${urlHost(node.addresses[0])}:${cluster.api.port}/readyz`,
    askers: askersOf(cluster, node, others),
  };
}

/** With BGP every master has the VIP on its own lo, and sees itself there; with ARP all ask the same network. */
function askersOf(cluster: Cluster, node: Node, { standing, answers }: Others): readonly HostName[] {
  return cluster.nodes
    .filter(({ name, roles, offline }) => {
      const hasVip = cluster.loadBalancer.kind === "bgp" && (roles.controlPlane || standing(name).retires);
      return name !== node.name && !hasVip && !offline && standing(name).installed;
    })
    .map(({ name }) => name)
    .sort((a, b) => Number(answers(b)) - Number(answers(a)) || (a < b ? -1 : 1))
    .slice(0, ASKERS);
}

function leaderSteps(
  cluster: Cluster,
  node: Node,
  disturbance: Disturbance,
  { isDone, answers, standing }: Others,
): readonly Step[] {
  const own = cluster.etcd.members.find(({ name }) => name === node.name);
  const others = cluster.etcd.members
    .filter(({ name }) => name !== node.name && standing(name).installed)
    .map(({ name, clientUrl, peerUrl }) => ({ node: name, clientUrl, peerUrl }))
    .sort(
      (a, b) =>
        Number(isDone(b.node)) - Number(isDone(a.node)) ||
        Number(answers(b.node)) - Number(answers(a.node)) ||
        (a.node < b.node ? -1 : 1),
    );
  const distribution = cluster.distribution.kind;
  const { etcdUnit, etcd } = OPERATIONS[distribution];
  const units = unlessCertain(disturbance, [etcdUnit]);
  if (own === undefined || others.length === 0 || units === undefined) return [];
  const clientUrl = etcd.askedAt(own.clientUrl);
  return [{ kind: "move-leader", node: node.name, distribution, clientUrl, others, units }];
}
