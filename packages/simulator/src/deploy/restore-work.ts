import { SERVER_TOKEN, type Step } from "@quorate/rollout";
import type { Host } from "../world/host.ts";
import { beginCluster, tokenOf } from "../world/servers.ts";
import type { Answer } from "../world/ssh.ts";
import type { Work } from "../world/work.ts";
import { startedAnew } from "./etcd-unit.ts";
import { stopServer } from "./server-work.ts";
import type { Site } from "./site.ts";
import { BROKE, diskOf, WELL, writing } from "./work-of-step.ts";

// What makes a whole cluster of k3s' of a snapshot: one server begins anew, and the others lose their data and join.

type Of<Kind extends Step["kind"]> = Extract<Step, { readonly kind: Kind }>;

/** Brings the snapshot to a host. */
export function* stageReset({ world, snapshot }: Site, host: Host): Work<Answer> {
  const disk = diskOf(host);
  disk.snapshot = undefined;
  yield world.chance.between(1, 30);
  const wrong = writing(host);
  if (wrong !== undefined) return wrong;
  disk.snapshot = snapshot;
  return WELL;
}

/** Stops a server: nobody stops it for what others could take over. */
export function* stopForRestore({ world }: Site, host: Host): Work<Answer> {
  yield world.chance.between(0, 5);
  stopServer(world, host);
  return WELL;
}

/** Moves what a stopped server has aside, and has it wait for a word. */
export function* setServerAside(site: Site, host: Host): Work<Answer> {
  const { world } = site;
  const disk = diskOf(host);
  yield world.chance.between(0, 1);
  const wrong = writing(host);
  if (wrong !== undefined) return wrong;
  putToken(site, host);
  stopServer(world, host);
  yield world.chance.between(0, 1);
  disk.etcd = undefined;
  disk.alone = false;
  world.touch();
  return WELL;
}

/** Makes it the only member of a new cluster, with what the snapshot has, where its token opens that. */
export function* resetServer(site: Site, host: Host): Work<Answer> {
  const { world } = site;
  const disk = diskOf(host);
  yield world.chance.between(0, 1);
  putToken(site, host);
  stopServer(world, host);
  const { snapshot } = disk;
  if (snapshot === undefined || snapshot.token !== tokenOf(disk)) return BROKE;
  disk.etcd = undefined;
  world.touch();
  // In a unit of its own, which k3s ends by itself.
  yield world.chance.between(10, 60);
  const wrong = writing(host);
  if (wrong !== undefined) return wrong;
  const peerUrl = host.member?.peerUrl;
  if (peerUrl === undefined) return BROKE;
  const { id } = beginCluster(world, host, disk, peerUrl, snapshot.log);
  world.note({ kind: "cluster-restored", node: host.name, cluster: id });
  disk.snapshot = undefined;
  world.touch();
  return WELL;
}

function putToken({ secretsOf }: Site, { name, disk }: Host): void {
  const token = secretsOf(name).find(({ file }) => file === SERVER_TOKEN)?.digest;
  if (token !== undefined) disk?.secrets.put(SERVER_TOKEN, token);
}

/** Starts it; whether it works is the gate's to say. */
export function* startAfterRestore({ world }: Site, host: Host, _: Of<"restore-start">): Work<Answer> {
  yield world.chance.between(0, 1);
  return startedAnew(world, host);
}
