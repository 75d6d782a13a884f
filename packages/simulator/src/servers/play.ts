import type { HostName } from "@quorate/cluster";
import type { Product } from "../deploy/product.ts";
import { type Chance, chanceOf } from "../world/chance.ts";
import { serversOf } from "./cluster.ts";
import { deployServers, type Outcome } from "./deploy.ts";
import { type Generation, Servers } from "./world.ts";

/** What became of some servers. */
export interface ServerHistory {
  readonly outcomes: readonly Outcome[];
  readonly servers: Servers;
  /** What breaks a law, in words. */
  readonly broken: readonly string[];
}

/** Deployments in a row while things break. */
const RUNS = 6;
/** Deployments within which all has to be well once nothing breaks any more. */
const LAST_RUNS = 12;

/** Servers that are deployed to, all or some, while disks are lost, machines go off and on, and deployers die. */
export function playServers(seed: number, product: Product, generation: Generation = {}): ServerHistory {
  const chance = chanceOf(seed);
  const cluster = serversOf(chance.pick([1, 3, 3, 3, 5]));
  const servers = new Servers(cluster, generation);
  const names = cluster.nodes.map(({ name }) => name);
  const outcomes: Outcome[] = [];
  for (let run = 0; run < RUNS; run++) {
    const targets = chance.once(2) ? names : names.filter(() => chance.once(2));
    if (targets.length === 0) continue;
    const often = chance.pick([6, 20, 60]);
    outcomes.push(
      deployServers(product, cluster, servers, targets, () => {
        if (chance.once(often)) strike(servers, chance);
        return chance.once(often * 4) ? "dies" : "goes-on";
      }),
    );
    if (chance.once(2)) strike(servers, chance);
  }
  return { outcomes, servers, broken: [...breaches(servers), ...heal(product, servers, outcomes, names)] };
}

/** Something happens to a machine. */
function strike(servers: Servers, chance: Chance): void {
  const server = chance.pick(servers.all);
  const what = chance.between(0, 6);
  if (what === 0) servers.wipe(server, false);
  else if (what === 1) servers.wipe(server, true);
  else if (what === 2) servers.cutPower(server);
  else if (what === 3) server.reached = !server.reached;
  else if (what === 4) {
    for (const one of servers.all) servers.cutPower(one);
    for (const one of servers.all) if (!chance.once(3)) servers.powerOn(one);
  } else servers.powerOn(server);
}

/**
 * The laws: a cluster is founded only where nothing is left of one, anywhere; nobody is a cluster alone; no server is
 * touched before a snapshot is taken, where one was seen to serve; and nobody who lives loses its Node.
 */
function breaches({ events }: Servers): readonly string[] {
  return events.flatMap((event) => {
    if (event.kind === "copied") return [];
    if (event.kind === "uncopied") return [`${event.by} on ${event.node} begins, and no snapshot was taken`];
    if (event.kind === "taken") return [`the Node of ${event.node} is deleted, which lives`];
    if (event.kind === "alone") return [`${event.node} starts as a cluster of its own`];
    return event.beside.length === 0
      ? []
      : [`${event.node} founds a cluster beside ${event.beside.join(", ")}`];
  });
}

/** Nothing breaks any more, and whoever deploys does what is asked of them: then all are voters of one cluster. */
function heal(
  product: Product,
  servers: Servers,
  outcomes: Outcome[],
  names: readonly HostName[],
): readonly string[] {
  const cluster = serversOf(names.length);
  for (const one of servers.all) {
    one.reached = true;
    servers.powerOn(one);
  }
  // A cluster whose quorum is lost with its data is a person's to restore: not asked for here.
  const lost =
    servers.all.some((one) => one.data !== undefined) && !servers.all.some((one) => servers.serves(one));
  if (lost) return [];
  let targets = names;
  for (let run = 0; run < LAST_RUNS; run++) {
    // A learner that is left to itself becomes a voter: that is k3s' own work, also where a deployment died over it.
    for (const one of servers.all) servers.promote(one);
    const outcome = deployServers(product, cluster, servers, targets, () => "goes-on");
    outcomes.push(outcome);
    if (outcome.kind === "nothing" && targets === names) {
      const whole = servers.all.every((one) => servers.serves(one));
      const one = new Set(servers.all.map(({ data }) => data?.cluster.id)).size === 1;
      return [
        ...(whole && one ? [] : ["nothing is left to do, and not all servers are of one cluster"]),
        ...breaches(servers),
      ];
    }
    const codes = outcome.kind === "refused" ? outcome.codes : [];
    byHand(servers, codes);
    // Of voters that are lost one is given up at a time.
    const [lostOne] = servers.all.filter((one) => !servers.serves(one)).map(({ name }) => name);
    targets = codes.includes("voters-erased") && lostOne !== undefined ? [lostOne] : names;
  }
  return [`it does not come to an end: ${JSON.stringify(outcomes.at(-1))}`];
}

/** What the messages ask for. */
function byHand(servers: Servers, codes: readonly string[]): void {
  const alive = servers.all.find((one) => servers.serves(one));
  for (const server of servers.all) {
    const listed = [...(alive?.data?.cluster.members ?? [])].some(
      ([id, { name }]) => name === server.name && (server.data === undefined || server.data.member !== id),
    );
    if (codes.includes("member-replaced") && listed) servers.deleteNode(server.name);
    const stale = server.data !== undefined && alive?.data?.cluster.members.has(server.data.member) === false;
    if (codes.includes("member-stale") && stale) servers.wipe(server, false);
    if (codes.includes("server-alone") && server.alone) servers.wipe(server, false);
  }
}
