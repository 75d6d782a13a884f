import type { HostName } from "@quorate/cluster";
import { answersOthers, isApiReady } from "./api.ts";
import { type Host, isOnNetwork } from "./host.ts";
import { partState } from "./parts.ts";
import type { World } from "./world.ts";

/** A Node of the API's, as far as it matters here. */
export interface KubeNode {
  cordoned: boolean;
  /** The annotation that says whose cordon it is. */
  mark: string | undefined;
  /** Since when it does not take part, by a cordon or since its kubelet is away; `undefined` while it does. */
  awaySince: number | undefined;
  /** By what k3s knows its machine; another one under its name is not let in. */
  password: string | undefined;
  /** Whether its machine has moved to another address, and is well there. */
  isElsewhere: boolean;
  /** Since when its kubelet does not say that it is well; `undefined` while it does. */
  lostAt: number | undefined;
}

/** Milliseconds without a word of its kubelet after which k3s' API has a Node for one that is not Ready. */
const GRACE = 40_000;

/** What makes pods, and how they leave. */
export interface App {
  readonly name: string;
  readonly replicas: number;
  /**
   * `web`: a Deployment of which one pod may be away. `database`: pods of a custom resource, of which the primary alone
   * is under a budget that lets none go, and which makes another one primary only once the node is cordoned.
   * `single`: one pod that must always be there: it can never leave. `sick`: pods that never get ready.
   */
  readonly kind: "web" | "database" | "single" | "sick";
}

/** A pod on a node, or on none yet. */
export interface KubePod {
  readonly app: App;
  readonly name: string;
  node: HostName | undefined;
  ready: boolean;
  leaving: boolean;
  primary: boolean;
}

/** Nodes and pods as the API has them: written through etcd, and so not lost with a host. */
export class Kube {
  readonly nodes: Map<HostName, KubeNode> = new Map();
  readonly pods: Set<KubePod> = new Set();
  /** Whether a name is its machine's by a password, and its Node there from the first word of its kubelet on. */
  holdsNames = false;
  /** Whether anybody will ask. */
  #begun = false;
  #count = 0;

  /** Brings apps to the nodes that there are. */
  begin(world: World, apps: readonly App[]): void {
    this.#begun = true;
    this.settle(world);
    for (const app of apps) {
      for (let index = 0; index < app.replicas; index++) this.#make(app, index === 0);
    }
    this.settle(world);
    for (const pod of this.pods) pod.ready = pod.node !== undefined && pod.app.kind !== "sick";
  }

  #make(app: App, primary: boolean): KubePod {
    this.#count += 1;
    const pod: KubePod = {
      app,
      name: `${app.name}-${this.#count}`,
      node: undefined,
      ready: false,
      leaving: false,
      primary: primary && app.kind === "database",
    };
    this.pods.add(pod);
    return pod;
  }

  /** Kubelets register their nodes; what has no node is given one; databases make room. */
  settle(world: World): void {
    if (!this.#begun) return;
    for (const host of world.hostList) {
      const runs = hasKubelet(host);
      if (runs && isWell(host) && !this.nodes.has(host.name)) this.#register(world, host);
      const node = this.nodes.get(host.name);
      if (node === undefined) continue;
      const well = this.isWell(host);
      if (well) node.lostAt = undefined;
      else node.lostAt ??= world.agenda.now;
      const away = node.cordoned || !well;
      if (!away) node.awaySince = undefined;
      else node.awaySince ??= world.agenda.now;
    }
    for (const pod of this.pods) {
      if (pod.node === undefined) this.#schedule(world, pod);
      if (pod.primary && pod.node !== undefined && this.nodes.get(pod.node)?.cordoned === true) {
        this.#handOver(world, pod);
      }
    }
  }

  #register(world: World, host: Host): void {
    if (this.holdsNames) {
      if (!apiFrom(world, host) || host.disk === undefined) return;
      host.disk.password ??= `${host.name} ${world.agenda.now}`;
    }
    this.nodes.set(host.name, {
      cordoned: false,
      mark: undefined,
      awaySince: undefined,
      password: host.disk?.password,
      isElsewhere: false,
      lostAt: undefined,
    });
  }

  /** Whether the kubelet of the machine that a Node is of says that it is well. */
  isWell(host: Host): boolean {
    const node = this.nodes.get(host.name);
    if (node?.isElsewhere === true) return true;
    if (this.holdsNames && node?.password !== host.disk?.password) return false;
    return isWell(host);
  }

  /** Whether the API has a Node for one that is Ready. */
  isReady(world: World, host: Host): boolean {
    const node = this.nodes.get(host.name);
    if (!this.holdsNames || node?.lostAt === undefined) return node !== undefined && this.isWell(host);
    return world.agenda.now - node.lostAt < GRACE;
  }

  /** Deletes a Node; its pods are made anew elsewhere. */
  forget(name: HostName): void {
    this.nodes.delete(name);
    for (const pod of this.on(name)) {
      this.pods.delete(pod);
      this.#make(pod.app, false);
    }
  }

  #schedule(world: World, pod: KubePod): void {
    const free = [...this.nodes].filter(([name, node]) => !node.cordoned && this.isWell(world.host(name)));
    const used = (name: HostName) => [...this.pods].filter((one) => one.node === name).length;
    const [best] = free.sort(([a], [b]) => used(a) - used(b) || (a < b ? -1 : 1));
    if (best === undefined) return;
    [pod.node] = best;
    if (pod.app.kind === "sick") return;
    world.agenda.after(world.chance.between(2, 20) * 1000, () => {
      if (!this.pods.has(pod)) return;
      pod.ready = true;
      world.touch();
    });
  }

  #handOver(world: World, pod: KubePod): void {
    const next = [...this.pods].find(
      (one) => one.app === pod.app && one !== pod && one.ready && !one.leaving && one.node !== pod.node,
    );
    if (next === undefined) return;
    pod.primary = false;
    // It takes its while; nobody asks in between for more than one primary.
    world.agenda.after(world.chance.between(1, 30) * 1000, () => {
      if ([...this.pods].some((one) => one.app === pod.app && one.primary)) return;
      const heir = this.pods.has(next) ? next : [...this.pods].find((one) => one.app === pod.app);
      if (heir !== undefined) heir.primary = true;
      world.touch();
    });
  }

  /** Lets a pod go, where its budget does; it is made anew elsewhere. */
  evict(world: World, pod: KubePod): void {
    if (pod.leaving || !mayGo(pod, this.pods)) return;
    pod.leaving = true;
    pod.ready = false;
    world.agenda.after(world.chance.between(0, 20) * 1000, () => {
      this.pods.delete(pod);
      this.#make(pod.app, false);
      world.touch();
    });
  }

  /** Whether nodes and pods are told of. */
  get begun(): boolean {
    return this.#begun;
  }

  /** Takes an app away, with its pods. */
  remove(kind: App["kind"]): void {
    for (const pod of this.pods) if (pod.app.kind === kind) this.pods.delete(pod);
  }

  /** The pods of a node. */
  on(name: HostName): readonly KubePod[] {
    return [...this.pods].filter((pod) => pod.node === name);
  }
}

/** Its pods under the same budget. */
export function underBudget(pod: KubePod, pods: Iterable<KubePod>): readonly KubePod[] {
  return [...pods].filter((one) => one.app === pod.app && (pod.app.kind !== "database" || one.primary));
}

/** How many healthy pods the budget of an app asks for. */
export function requiredOf({ kind, replicas }: App): number {
  return kind === "web" || kind === "sick" ? replicas - 1 : 1;
}

/** Whether a pod is under a budget at all: of a database its primary alone is. */
export function hasBudget({ app, primary }: KubePod): boolean {
  return app.kind !== "database" || primary;
}

function mayGo(pod: KubePod, pods: Iterable<KubePod>): boolean {
  if (!hasBudget(pod) || pod.node === undefined) return true;
  const healthy = underBudget(pod, pods).filter(({ ready }) => ready).length;
  const required = requiredOf(pod.app);
  // One that is not ready itself goes only while enough others are.
  return pod.ready ? healthy - 1 >= required : healthy >= required && required > 0;
}

/** Whether a system of ours with a kubelet runs there. */
function hasKubelet(host: Host): boolean {
  return (
    host.running?.kind === "ours" &&
    host.running.system.units.some(({ name }) => name === host.unitOf.kubelet)
  );
}

/** Whether its kubelet says that it is. */
function isWell(host: Host): boolean {
  return hasKubelet(host) && isOnNetwork(host) && partState(host, "kubelet") === "active";
}

/** Whether an apiserver can be asked, from a host. */
export function apiFrom(world: World, host: Host): boolean {
  if (isApiReady(world, host)) return true;
  return isOnNetwork(host) && world.hostList.some((one) => answersOthers(world, one));
}
