import type { HostName } from "@quorate/cluster";
import { SERVER_TOKEN, type Step } from "@quorate/rollout";
import { noteStopping } from "../world/activation.ts";
import { isApiReady } from "../world/api.ts";
import { configure, isSpare, type MemberEntry, membersOf } from "../world/etcd.ts";
import type { Host, Told } from "../world/host.ts";
import { apiFrom } from "../world/kube.ts";
import { deleteNode, serverAt, tokenOf, whyNotStarted } from "../world/servers.ts";
import type { Answer } from "../world/ssh.ts";
import { startUnit, stopUnit } from "../world/units.ts";
import { hear } from "../world/watchdog.ts";
import { failsHere, type Work } from "../world/work.ts";
import type { World } from "../world/world.ts";
import { clusterThrough, startedAnew } from "./etcd-unit.ts";
import type { Site } from "./site.ts";
import { SILENT } from "./work-of-api.ts";
import { BROKE, diskOf, WELL, writing } from "./work-of-step.ts";

// What makes a server of k3s' one of its cluster, what takes it away, and what gives it another token.

type Of<Kind extends Step["kind"]> = Extract<Step, { readonly kind: Kind }>;

/** Seconds until there are data, and ends of k3s' after which it is given up: about one in six seconds. */
const DATA_TIMEOUT = { join: 8 * 60, found: 2 * 60 } as const;
const ENDS = 5;
const END_EVERY = 6;

/** Starts a server: one without data by a word, which is gone when this is over. */
export function* startServer(site: Site, host: Host, { as }: Of<"server-start">): Work<Answer> {
  const { world } = site;
  const disk = diskOf(host);
  yield world.chance.between(0, 1);
  if (disk.etcd !== undefined) return startedAnew(world, host);
  const said = yield* whatToSay(site, as);
  if (said === undefined) return { ...BROKE, stderr: "no server of this cluster answers\n" };
  stopServer(world, host);
  if (disk.etcd !== undefined) return startedAnew(world, host);
  if (disk.alone) return { ...BROKE, stderr: "it was started as a server of its own\n" };
  const wrong = writing(host);
  if (wrong !== undefined) return wrong;
  yield world.chance.between(0, 2);
  host.told = { ...said, at: world.agenda.now };
  const answer = yield* untilItHasData(world, host, DATA_TIMEOUT[as.state]);
  if (!world.without.has("word-for-once")) host.told = undefined;
  if (answer.code !== 0) stopServer(world, host);
  return answer;
}

type Said = Told extends infer One ? (One extends Told ? Omit<One, "at"> : never) : never;

/** What it is told, by who answers at this moment: each that does not takes its seconds. */
function* whatToSay({ world, vip }: Site, as: Of<"server-start">["as"]): Work<Said | undefined> {
  for (const url of as.state === "found" ? as.others : as.servers) {
    const there = serverAt(world, url, vip);
    yield there === undefined ? world.chance.between(0, 5) : 0;
    if (there === undefined) continue;
    if (as.state === "join") return { kind: "join", server: there.name };
    if (!world.without.has("founding-asked")) return undefined;
  }
  return as.state === "join" ? undefined : { kind: "found" };
}

function* untilItHasData(world: World, host: Host, seconds: number): Work<Answer> {
  if (startedAnew(world, host) === BROKE) return BROKE;
  const disk = diskOf(host);
  let ends = 0;
  for (let waited = 0; disk.etcd === undefined; waited += END_EVERY) {
    const settings = host.running?.kind === "ours" ? host.running.system.server : undefined;
    if (settings === undefined) return BROKE;
    if (whyNotStarted(world, host, settings) === "ends") ends += 1;
    if (ends >= ENDS || waited >= seconds) return { ...BROKE, stderr: "it has made no data\n" };
    yield END_EVERY;
    world.touch();
  }
  return WELL;
}

/** systemd removes the word with the unit's folder. */
export function stopServer(world: World, host: Host): void {
  stopUnit(world, host, host.unitOf.etcd);
  if (!world.without.has("word-for-once")) host.told = undefined;
}

/** Restarts a unit, whatever it was at. */
export function* restartUnit({ world }: Site, host: Host, { unit }: Of<"restart-unit">): Work<Answer> {
  hear(world, host);
  yield world.chance.between(0, 1);
  const system = host.running?.kind === "ours" ? host.running.system : undefined;
  const found = system?.units.find(({ name }) => `${name}.service` === unit);
  if (system === undefined || found === undefined || failsHere(host)) return BROKE;
  noteStopping(world, host, [found.name]);
  stopUnit(world, host, found.name);
  yield world.chance.between(1, 5);
  startUnit(world, host, system, found);
  return WELL;
}

/** Deletes a Node through the API, where its machine is dead. */
export function* deleteDeadNode({ world }: Site, host: Host, { name }: Of<"node-delete">): Work<Answer> {
  yield world.chance.between(0, 2);
  if (!apiFrom(world, host)) return SILENT;
  return takeNode(world, name as HostName) ?? WELL;
}

/** What the script says where it does not delete it. */
const ALIVE: Answer = { code: 79, stdout: "", stderr: "its Node is Ready\n" };

/** Milliseconds after which a kubelet that did not renew its lease is not there. */
const LEASE_AGE = 40_000;

function takeNode(world: World, name: HostName): Answer | undefined {
  const node = world.kube.nodes.get(name);
  if (node === undefined) return undefined;
  const lived = node.lostAt === undefined || world.agenda.now - node.lostAt <= LEASE_AGE;
  if (lived && !world.without.has("dead-node")) return ALIVE;
  world.note({ kind: "node-taken", node: name, lived });
  deleteNode(world, name);
  return undefined;
}

/** Seconds that a member may stay on the list once its Node is deleted. */
const NODE_TIMEOUT = 60;

/** Takes a member away with its Node; where there is none, off etcd's list. */
export function* removeServer({ world }: Site, host: Host, { whom }: Of<"member-remove">): Work<Answer> {
  yield world.chance.between(0, 1);
  const cluster = clusterThrough(host);
  if (whom.kind !== "member" || whom.withNode === undefined || cluster === undefined) return BROKE;
  if (!isApiReady(world, host)) return SILENT;
  const id = Number.parseInt(whom.id, 16);
  const leaving = (): MemberEntry | undefined => membersOf(cluster).find((one) => one.id === id);
  const member = leaving();
  if (member === undefined) return WELL;
  if (member.name !== whom.name || !whom.peerUrls.includes(member.peerUrl)) return { ...BROKE, code: 3 };
  const name = whom.withNode.name as HostName;
  if (world.kube.nodes.has(name)) {
    const alive = takeNode(world, name);
    if (alive !== undefined) return alive;
    for (let waited = 0; waited < NODE_TIMEOUT; waited += 2) {
      if (cluster.available && leaving() === undefined) return WELL;
      yield 2;
    }
    return BROKE;
  }
  if (!member.learner && !isSpare(world, cluster, id)) return BROKE;
  const left = membersOf(cluster).filter((one) => one.id !== id);
  return configure(world, cluster, left) ? WELL : BROKE;
}

/** Gives the cluster the token that was staged, where it has it not yet, and puts it in place for the next start. */
export function* changeToken({ world }: Site, host: Host, { rotates }: Of<"token-change">): Work<Answer> {
  const disk = diskOf(host);
  yield world.chance.between(0, 1);
  const staged = disk.incoming?.get(SERVER_TOKEN);
  const own = tokenOf(disk);
  const wanted = staged ?? own;
  if (rotates !== undefined) {
    const cluster = clusterThrough(host);
    if (cluster === undefined || wanted === undefined) return BROKE;
    if (cluster.token !== wanted || world.without.has("token-asked")) {
      // Its server is asked as whoever has the token of now.
      if (!isApiReady(world, host) || own !== cluster.token) return BROKE;
      cluster.token = wanted;
      // The answer may be lost: what is done is done.
      yield world.chance.between(0, 2);
    }
  }
  if (staged === undefined) return WELL;
  const wrong = writing(host);
  if (wrong !== undefined) return wrong;
  disk.unread.add(`${host.unitOf.etcd}.service`);
  disk.secrets.put(SERVER_TOKEN, staged);
  world.touch();
  return WELL;
}
