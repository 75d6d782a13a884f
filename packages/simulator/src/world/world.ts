import type { HostName } from "@quorate/cluster";
import type { Happening, Moment } from "../history.ts";
import { Agenda } from "./agenda.ts";
import { type Api, newApi, settleApi } from "./api.ts";
import type { Chance } from "./chance.ts";
import type { EtcdCluster } from "./etcd.ts";
import type { Host } from "./host.ts";
import type { HostGuard } from "./host-guards.ts";
import { Kube } from "./kube.ts";
import { settleEtcd } from "./raft.ts";
import type { Session } from "./ssh.ts";
import { retryUnits } from "./units.ts";

/** When every world begins: its clocks say the same whatever runs it. */
const BEGINNING = Date.UTC(2026, 0, 1);

/** What is true: of it, an observation tells a part, and late. Everything in it comes from its chance and its agenda. */
export class World {
  readonly agenda: Agenda = new Agenda(BEGINNING);
  readonly chance: Chance;
  readonly hosts: Map<HostName, Host> = new Map();
  /** All of them, by name. */
  hostList: readonly Host[] = [];
  /** Every cluster of etcd that was ever founded, by its id. */
  readonly etcd: Map<number, EtcdCluster> = new Map();
  readonly api: Api = newApi();
  /** Nodes and pods; nothing of them where no node is ever drained. */
  readonly kube: Kube = new Kube();
  readonly history: Moment[] = [];
  /** Commands that run on hosts for somebody who waits for their end. */
  readonly sessions: Set<Session> = new Set();
  /** Whether hosts tell what they have kept of before: nobody asks but a rollback. */
  tellsKept = false;
  /** Whether two clusters of etcd take writes. */
  hasTwoClusters = false;
  /** Seconds until routers learn who has left the VIP. */
  readonly routersTake: number;
  /** Seconds by which each activation takes longer. */
  activationsLast: number;
  /** What hosts do without, where that is to be seen. */
  readonly without: ReadonlySet<HostGuard>;
  #touched = false;

  constructor(
    chance: Chance,
    without: readonly HostGuard[] = [],
    { routersTake = 0, activationsLast = 0 }: Partial<Pick<World, "routersTake" | "activationsLast">> = {},
  ) {
    this.chance = chance;
    this.routersTake = routersTake;
    this.activationsLast = activationsLast;
    this.without = new Set(without);
  }

  /** Puts a machine into it. */
  add(host: Host): void {
    this.hosts.set(host.name, host);
    this.hostList = [...this.hosts.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  /** The machine of that name, which must be there. */
  host(name: HostName): Host {
    const host = this.hosts.get(name);
    if (host === undefined) throw new RangeError(`there is no ${name}`);
    return host;
  }

  /** Writes down what has happened. */
  note(happening: Happening): void {
    this.history.push({ at: this.agenda.now, ...happening });
  }

  /** Says that something has changed which others may notice. */
  touch(): void {
    this.#touched = true;
  }

  /** Does what comes next, and lets everything notice; `false` where nothing comes. */
  step(): boolean {
    if (!this.agenda.step()) return false;
    this.settle();
    return true;
  }

  /** Goes on for so many seconds. */
  pass(seconds: number): void {
    let over = false;
    this.agenda.after(seconds * 1000, () => {
      over = true;
    });
    while (!over) this.step();
  }

  /** Lets everything notice what has changed. */
  settle(): void {
    while (this.#touched) {
      this.#touched = false;
      retryUnits(this);
      settleEtcd(this);
      settleApi(this);
      this.kube.settle(this);
    }
  }
}
