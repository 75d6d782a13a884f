import type { Cluster, HostName } from "@quorate/cluster";

// k3s' servers as far as it matters who founds and who joins: what a start makes of what is on the disk and of what it
// is told, and what of that is there after a wipe, a power cut, a restart.

/** A cluster of etcd: whoever is a member of it, by the host that it is on. */
export interface ServerCluster {
  readonly id: number;
  readonly members: Map<string, { readonly name: HostName; learner: boolean }>;
}

/** What a start is told. */
export type Told = { readonly kind: "found" } | { readonly kind: "join"; readonly server: HostName };

/** A machine of a server. */
export interface Server {
  readonly name: HostName;
  readonly peerUrl: string;
  on: boolean;
  /** Whether whoever deploys reaches it; other servers do. */
  reached: boolean;
  /** Whether a system of ours is on its disk. */
  installed: boolean;
  confirmed: boolean;
  /** What of etcd is on its disk. */
  data: { readonly cluster: ServerCluster; readonly member: string } | undefined;
  /** SQLite's file. */
  alone: boolean;
  runs: boolean;
  /** The file in memory that its unit reads. */
  told: Told | undefined;
}

/** What is switched off of a generation, where that is to be seen. */
export interface Generation {
  /** A unit that starts whatever is there. */
  readonly unconditioned?: true;
  /** Whom a generation has founding whenever there are no data: as `clusterInit` of NixOS' module. */
  readonly founder?: HostName;
  /** The file outlives the start that it was made for, and a stop. */
  readonly remembers?: true;
  /** A Node is deleted whether its machine lives or not: that is the step's, and no generation's. */
  readonly deletesLiving?: true;
}

/** Something that counts for a law. */
export type Event =
  | { readonly kind: "founded"; readonly node: HostName; readonly beside: readonly HostName[] }
  | { readonly kind: "alone"; readonly node: HostName }
  /** A snapshot was taken from it. */
  | { readonly kind: "copied"; readonly node: HostName }
  /** It was touched by such a step, and none was taken although somebody was seen to serve. */
  | { readonly kind: "uncopied"; readonly node: HostName; readonly by: string }
  /** The Node of a server that serves was deleted. */
  | { readonly kind: "taken"; readonly node: HostName };

/** All servers, and what has happened. */
export class Servers {
  readonly all: readonly Server[];
  readonly events: Event[] = [];
  readonly #generation: Generation;
  #count = 0;

  constructor(cluster: Cluster, generation: Generation = {}) {
    this.#generation = generation;
    this.all = cluster.etcd.members.map(({ name, peerUrl }) => ({
      name,
      peerUrl,
      on: true,
      reached: true,
      installed: false,
      confirmed: false,
      data: undefined,
      alone: false,
      runs: false,
      told: undefined,
    }));
  }

  get(name: HostName): Server {
    const server = this.all.find((one) => one.name === name);
    if (server === undefined) throw new RangeError(`there is no ${name}`);
    return server;
  }

  /** Whether its etcd reads through a quorum: more than half of the voters are up. */
  serves({ data, on, runs }: Server): boolean {
    if (data === undefined || !on || !runs) return false;
    const { cluster, member } = data;
    if (cluster.members.get(member)?.learner !== false) return false;
    const voters = [...cluster.members].filter(([, { learner }]) => !learner);
    const up = voters.filter(([id, { name }]) => {
      const host = this.get(name);
      return host.on && host.runs && host.data?.member === id;
    });
    return up.length > voters.length / 2;
  }

  /** What systemd does at a boot, or when it is asked to start the unit. */
  start(server: Server): void {
    if (!server.on || !server.installed || server.runs) return;
    const { unconditioned, founder } = this.#generation;
    const told: Told | undefined =
      server.told ?? (founder === server.name ? ({ kind: "found" } as const) : undefined);
    if (server.data === undefined && told === undefined && unconditioned !== true) return;
    server.runs = this.#begin(server, told);
  }

  /** k3s' own table: data stay what they are; `--server` joins, `--cluster-init` founds, neither is a server alone. */
  #begin(server: Server, told: Told | undefined): boolean {
    if (server.data !== undefined) return true;
    if (told?.kind === "join") return this.#join(server, this.get(told.server));
    if (told?.kind !== "found") {
      server.alone = true;
      this.events.push({ kind: "alone", node: server.name });
      return true;
    }
    const beside = this.all.filter(({ data }) => data !== undefined).map(({ name }) => name);
    this.events.push({ kind: "founded", node: server.name, beside });
    const cluster: ServerCluster = { id: ++this.#count, members: new Map() };
    server.data = { cluster, member: this.#added(cluster, server, false) };
    return true;
  }

  /** Not where the cluster knows a server of that name still. */
  #join(server: Server, at: Server): boolean {
    const cluster = at.data?.cluster;
    if (cluster === undefined || !this.serves(at)) return false;
    if ([...cluster.members.values()].some(({ name }) => name === server.name)) return false;
    server.data = { cluster, member: this.#added(cluster, server, true) };
    return true;
  }

  #added(cluster: ServerCluster, { name }: Server, learner: boolean): string {
    const id = String(++this.#count);
    cluster.members.set(id, { name, learner });
    return id;
  }

  /** A learner that runs becomes a voter in a moment. */
  promote(server: Server): void {
    const { data } = server;
    const entry = data?.cluster.members.get(data.member);
    if (entry === undefined || !server.on || !server.runs) return;
    if (this.all.some((one) => one.data?.cluster === data?.cluster && this.serves(one)))
      entry.learner = false;
  }

  /** What systemd does when the unit is stopped. */
  stop(server: Server): void {
    server.runs = false;
    if (this.#generation.remembers !== true) server.told = undefined;
  }

  /** What a step does once there are data. */
  forget(server: Server): void {
    if (this.#generation.remembers !== true) server.told = undefined;
  }

  cutPower(server: Server): void {
    server.on = false;
    server.runs = false;
    if (this.#generation.remembers !== true) server.told = undefined;
  }

  powerOn(server: Server): void {
    server.on = true;
    this.start(server);
  }

  /** Its data are gone, and with `disk` all of it is; the process that had them ends, and is started anew. */
  wipe(server: Server, disk: boolean): void {
    server.data = undefined;
    server.alone = false;
    if (disk) {
      server.installed = false;
      server.confirmed = false;
      server.told = undefined;
    }
    server.runs = false;
    this.start(server);
  }

  /** A step takes a Node away, with its member, as it does where its machine is dead: whether it did. */
  takeNode(name: HostName, member: string): boolean {
    const lives = this.all.some((one) => one.on && one.runs && one.data?.member === member);
    if (lives && this.#generation.deletesLiving !== true) return false;
    if (lives) this.events.push({ kind: "taken", node: name });
    this.deleteNode(name);
    return true;
  }

  /** Somebody takes a Node away: its member goes with it, where there is a quorum. */
  deleteNode(name: HostName): void {
    for (const server of this.all) {
      const { data } = server;
      if (data === undefined || !this.serves(server)) continue;
      for (const [id, member] of data.cluster.members)
        if (member.name === name) data.cluster.members.delete(id);
      return;
    }
  }
}
