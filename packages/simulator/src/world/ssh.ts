import { AUTHORIZED_KEYS, type HostName, SSH_HOST_KEY } from "@quorate/cluster";
import type { parseProbe } from "@quorate/rollout";
import { type Host, isOnNetwork } from "./host.ts";
import { type UnderWay, type Work, workOn } from "./work.ts";
import type { World } from "./world.ts";

/** How a command ended, as whoever ran it sees it. */
export type Answer = Parameters<typeof parseProbe>[1];

/** Whoever runs a deployment: a process that can be killed, and the connections that it shares. */
export interface Deployer {
  alive: boolean;
  /** The boot during which each shared connection was made. */
  readonly connections: Map<HostName, number>;
}

/** A command that runs on a host for a deployer. */
export interface Session {
  readonly host: Host;
  readonly boots: number;
  readonly lost: () => void;
}

/** How a host is asked. */
export interface SshOptions {
  /** `own`: not through the connection that is shared, and leaving none. */
  readonly connection: "shared" | "own";
  readonly port?: number;
  readonly timeoutSeconds?: number;
  /** What becomes of the work on the host when nobody waits for it any more. */
  readonly abandoned: "ends" | "goes-on";
}

/** Seconds that ssh tries to connect, and after which it takes a host that says nothing for gone. */
const CONNECT_TIMEOUT = 10;
const ALIVE_TIMEOUT = 60;

/** Runs work on a host as a command over ssh; `answered` is called once, unless the deployer is killed before. */
export function overSsh(
  world: World,
  deployer: Deployer,
  host: Host,
  options: SshOptions,
  work: (host: Host) => Work<Answer>,
  answered: (answer: Answer) => void,
): void {
  let open = true;
  let session: Session | undefined;
  let underWay: UnderWay | undefined;
  const end = (answer: Answer): void => {
    if (!open) return;
    open = false;
    if (session !== undefined) world.sessions.delete(session);
    if (underWay !== undefined && answer.code === 255 && options.abandoned === "ends") underWay.ended = true;
    if (deployer.alive) answered(answer);
  };
  const connect = (): void => {
    if (!deployer.alive || !open) return;
    const mayShare = options.connection === "shared" || world.without.has("own-connections");
    const shared = mayShare && isShared(deployer, host);
    const closed = shared ? undefined : doorOf(host, options.port);
    if (closed !== undefined) {
      world.agenda.after(closed.seconds * 1000, () => end({ code: 255, stdout: "", stderr: closed.says }));
      return;
    }
    if (options.connection === "shared") deployer.connections.set(host.name, host.boots);
    session = {
      host,
      boots: host.boots,
      lost: () => {
        deployer.connections.delete(host.name);
        end({ code: 255, stdout: "", stderr: `Timeout, server ${host.name} not responding.\n` });
      },
    };
    world.sessions.add(session);
    underWay = workOn(world, host, work(host), end);
    // A session of somebody who is dead is noticed at its next word.
    if (options.abandoned === "ends") endWith(deployer, underWay);
    if (!isOnNetwork(host)) breakSessions(world, host);
  };
  world.agenda.after(world.chance.between(50, host.slow ? 4000 : 400), connect);
  if (options.timeoutSeconds !== undefined) {
    world.agenda.after(options.timeoutSeconds * 1000, () => end({ code: undefined, stdout: "", stderr: "" }));
  }
}

/** What ends with each deployer. */
const watched = new WeakMap<Deployer, UnderWay[]>();

/** Lets work end with the deployer that asked for it. */
export function endWith(deployer: Deployer, underWay: UnderWay): void {
  const list = watched.get(deployer);
  if (list === undefined) watched.set(deployer, [underWay]);
  else list.push(underWay);
}

/** Kills a deployer: nothing that it waits for reaches it any more. */
export function killDeployer(deployer: Deployer): void {
  deployer.alive = false;
  for (const underWay of watched.get(deployer) ?? []) underWay.ended = true;
}

function isShared(deployer: Deployer, host: Host): boolean {
  return host.power === "on" && deployer.connections.get(host.name) === host.boots;
}

interface Closed {
  readonly seconds: number;
  readonly says: string;
}

/** Why nobody is let in; `undefined` where the operator is. */
export function doorOf(host: Host, port: number | undefined): Closed | undefined {
  const { name, running, door } = host;
  if (!isOnNetwork(host) || running === undefined || (running.kind === "ours" && door.firewall)) {
    return { seconds: CONNECT_TIMEOUT, says: `ssh: connect to host ${name} port 22: Connection timed out\n` };
  }
  const listens = running.kind === "ours" ? door.port : 22;
  if ((port ?? host.askedAt) !== listens) {
    return { seconds: 0, says: `ssh: connect to host ${name} port 22: Connection refused\n` };
  }
  if (running.kind === "other" || host.disk?.secrets.has(SSH_HOST_KEY) !== true) {
    return { seconds: 0, says: "Host key verification failed.\n" };
  }
  if (!door.login || !host.disk.secrets.has(AUTHORIZED_KEYS)) {
    return { seconds: 0, says: `root@${name}: Permission denied (publickey).\n` };
  }
  return undefined;
}

/** Lets those who wait for a host that is gone notice it, if it stays so. */
export function breakSessions(world: World, host: Host, seconds: number = ALIVE_TIMEOUT): void {
  for (const session of world.sessions) {
    if (session.host !== host) continue;
    world.agenda.after(seconds * 1000, () => {
      if (!world.sessions.has(session)) return;
      if (host.boots !== session.boots || !isOnNetwork(host)) session.lost();
    });
  }
}
