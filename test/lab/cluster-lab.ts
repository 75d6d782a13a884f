import { StartedLab } from "./started-lab.ts";
import { eventually, type Workspace } from "./workspace.ts";

/** Where a host keeps its certificates and keys. */
export const SECRETS = "/var/lib/quorate/secrets";

/** The nodes of the tests' cluster: all of them masters, etcd members and workers. */
export const NODES = ["node1", "node2", "node3"] as const;

/** The nodes' addresses, in their order. */
export const ADDRESSES = ["10.0.0.11", "10.0.0.12", "10.0.0.13"] as const;

/** The names of so many masters. */
function mastersNamed(count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => `node${index + 1}`);
}

/** The address of a master, by its place among them. */
function addressOf(index: number): string {
  return `10.0.0.${11 + index}`;
}

/** The API's virtual address. */
const VIP = "10.0.0.100";

/** The services that every node runs. */
const UNITS: readonly string[] = [
  "containerd",
  "etcd",
  "flannel",
  "kube-apiserver",
  "kube-controller-manager",
  "kube-proxy",
  "kube-scheduler",
  "kubelet",
  "quorate-bootstrap",
  "sshd",
  "systemd-networkd",
].map((name) => `${name}.service`);

/** What differs between one machines.ts of the tests and another. */
export interface Differences {
  /** Default: BGP to the router. */
  readonly loadBalancer?: string;
  /** Further fields of node2. */
  readonly ofNode2?: string;
  /** Further fields of each node. */
  readonly ofAll?: string;
  /** Further machines. */
  readonly further?: string;
  /** How many masters there are. Default: as many as before, three in the beginning. */
  readonly masters?: number;
}

/** What machines.ts says of the VIP where nothing else is said. */
const DEFAULT_VIP = 'bgp({ asn: 64513, peers: ["router"] })';

/** The text of machines.ts. */
function machinesText(
  name: string,
  { loadBalancer = DEFAULT_VIP, ofNode2 = "", ofAll = "", further = "", masters = NODES.length }: Differences,
): string {
  const master = (name: string, index: number) =>
    `${name}: node({ ...common, ip: "${addressOf(index)}"${name === "node2" && ofNode2 !== "" ? `, ${ofNode2}` : ""} }),`;
  return `import { arp, bgp, defineCluster, node, router } from "@quorate/cluster";

const common = { interface: "enp3s0f0", disk: "/dev/nvme0n1", services: ["kubernetes", "etcd"]${ofAll === "" ? "" : `, ${ofAll}`} } as const;

export default defineCluster({
  name: "${name}",
  kubeMaster: { ip: "${VIP}", port: 6443, loadBalancer: ${loadBalancer} },
  network: { subnet: "10.0.0.0/24", gateway: "router", nameservers: ["1.1.1.1"] },
  machines: {
    router: router({ ip: "10.0.0.1", asn: 64512 }),
    ${mastersNamed(masters).map(master).join("\n    ")}
    ${further}
  },
});
`;
}

/** Seconds without a start of anything after which a cluster is at rest. */
const QUIET = 20;

/** What changes whenever a unit is started, by node and unit. */
type Invocations = Readonly<Record<string, Readonly<Record<string, string>>>>;

/**
 * The one lab that a run of the tests brings up, with three nodes and a router; suites use it one after another.
 * They are defined before it is there, hence `workspace` and `kubernetes` are asked for when tests run.
 */
export class ClusterLab extends StartedLab {
  /** When it began, in milliseconds since 1970. */
  readonly began: number = Date.now();

  /** What the systems of its hosts are called, behind their names. */
  readonly label: string;
  /** Of its cluster. */
  readonly name: string;
  readonly #up: readonly string[];
  #masters: number;

  /** `up`: what `lab up` is told; `label`: what NixOS, or the lab, calls the systems. */
  constructor({
    name = "e2e",
    label = "lab",
    up = [] as readonly string[],
    masters = NODES.length as number,
  } = {}) {
    super();
    this.name = name;
    this.label = label;
    this.#up = up;
    this.#masters = masters;
  }

  /** machines.ts, certificates, and bare hosts that wait to be installed. */
  start(): void {
    this.bringUp(machinesText(this.name, { masters: this.#masters }), this.#up);
  }

  /** The masters that machines.ts has, all of them members of etcd. */
  get masters(): readonly string[] {
    return mastersNamed(this.#masters);
  }

  /** Their addresses, in their order. */
  get addresses(): readonly string[] {
    return this.masters.map((_, index) => addressOf(index));
  }

  /** machines.ts changes, and what is generated from it. */
  change(differences: Differences): void {
    this.#masters = differences.masters ?? this.#masters;
    const text = machinesText(this.name, { ...differences, masters: this.#masters });
    this.workspace.write("machines.ts", text);
    this.workspace.generate();
  }

  /** curl, from the operator's place. */
  curl(...args: readonly string[]): ReturnType<Workspace["quorate"]> {
    const options = ["--silent", "--show-error", "--max-time", "20"];
    return this.workspace.quorate("lab", "run", "curl", ...options, ...args);
  }

  /** Whether the apiserver of a node, by its place in {@link NODES}, is ready. */
  apiserverReady(index: number): boolean {
    return this.curl("--insecure", `https://${ADDRESSES[index]}:6443/readyz`).out === "ok";
  }

  /** The nodes whose etcd member is healthy, as each sees it from itself. */
  healthyMembers(): readonly string[] {
    const health = [
      ...["env", "ETCDCTL_API=3", "etcdctl", "--endpoints=https://127.0.0.1:2379"],
      `--cacert=${SECRETS}/etcd-ca.crt`,
      `--cert=${SECRETS}/etcd-healthcheck-client.crt`,
      `--key=${SECRETS}/etcd-healthcheck-client.key`,
      ...["endpoint", "health"],
    ];
    return this.masters.filter((host) => this.workspace.onHost(host, health).code === 0);
  }

  /** What was started when, on every node. */
  invocations(): Invocations {
    const show = ["systemctl", "show", "--property=InvocationID", "--value", ...UNITS];
    return Object.fromEntries(
      NODES.map((host) => {
        const ids = this.workspace.mustOnHost(host, show).split(/\n+/);
        return [host, Object.fromEntries(ids.map((id, index) => [UNITS[index] ?? "", id]))];
      }),
    );
  }

  /** Whether every service of a node is at work. */
  isActive(node: string): boolean {
    return this.workspace.onHost(node, ["systemctl", "is-active", ...UNITS]).code === 0;
  }

  /**
   * Waits until the cluster is at rest: all nodes Ready, the API behind its VIP, everything at work, and nothing started
   * anew for a while, as what does not find the others yet is at first.
   */
  async atRest(): Promise<void> {
    let seen = "";
    let since = 0;
    await eventually("the cluster is at rest", 600, () => {
      const started = JSON.stringify([this.invocations(), this.vipCarriers()]);
      if (started !== seen) since = Date.now();
      seen = started;
      const works = NODES.every((node) => this.isActive(node)) && this.apiAnswers();
      const whole = works && this.kubernetes.readyNodes().join() === NODES.join();
      return whole && Date.now() - since >= QUIET * 1000;
    });
  }

  /**
   * What was started since, on the nodes where anything was; without leaders that ended by themselves, as they do where
   * the API is slow for a while.
   */
  startedSince(before: Invocations): Readonly<Record<string, readonly string[]>> {
    const after = this.invocations();
    const started = NODES.map((node) => {
      const units = UNITS.filter((unit) => before[node]?.[unit] !== after[node]?.[unit]);
      return [node, units.filter((unit) => !this.#lostItsLead(node, unit, before[node]?.[unit]))] as const;
    });
    return Object.fromEntries(started.filter(([, units]) => units.length > 0));
  }

  /** Whether a leader ended since it was one no longer, and nobody had asked it to. */
  #lostItsLead(node: string, unit: string, invocation = ""): boolean {
    if (!/^kube-(controller-manager|scheduler)\.service$/.test(unit)) return false;
    const asked = [`_SYSTEMD_INVOCATION_ID=${invocation}`, "+", `INVOCATION_ID=${invocation}`];
    const { out } = this.workspace.onHost(node, ["journalctl", "--output=cat", "--no-pager", ...asked]);
    return /leaderelection lost/i.test(out) && !/^Stopping /m.test(out);
  }

  /** The process that carries the VIP on each node, and since when. */
  vipCarriers(): Readonly<Record<string, string>> {
    return Object.fromEntries(
      NODES.map((host) => [
        host,
        this.workspace.mustOnHost(host, ["ps", "-o", "pid=,lstart=", "-C", "kube-vip"]),
      ]),
    );
  }

  /** The nodes that have the VIP on an interface. */
  vipHolders(): readonly string[] {
    return NODES.filter((node) =>
      this.workspace.onHost(node, ["ip", "-oneline", "address"]).out.includes(`inet ${VIP}/`),
    );
  }

  /** The nodes' addresses to which the router sends the VIP's traffic, sorted. */
  vipNextHops(): readonly (string | undefined)[] {
    const { out } = this.workspace.onHost("router", ["ip", "route", "show", VIP]);
    return [...out.matchAll(/via (\S+)/g)].map(([, address]) => address).sort();
  }

  /** Whether the API answers at its VIP. */
  apiAnswers(): boolean {
    return this.kubernetes.kubectl("get", "--raw", "/readyz").out === "ok";
  }
}
