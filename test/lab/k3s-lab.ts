import { rmSync } from "node:fs";
import { join } from "node:path";
import { hostPaths } from "@quorate/lab";
import { k3sEtcd } from "./k3s-etcdctl.ts";
import { labFolderOf } from "./lab-deployment.ts";
import { StartedLab } from "./started-lab.ts";

/** The servers of the tests' cluster, and its agent. */
export const SERVERS = ["server1", "server2", "server3"] as const;
/** All of its nodes, sorted. */
export const K3S_NODES: readonly string[] = ["agent1", ...SERVERS];

/** What answers of a server, without a name. */
export const FOLDER = "/var/lib/rancher/k3s";

/** What differs between one machines.ts of the tests and another. */
export interface Differences {
  /** Agents. Default: one. */
  readonly agents?: readonly string[];
  /** Servers. Default: all. */
  readonly servers?: readonly string[];
  /** The version of k3s that machines.ts has. Default: the newest. */
  readonly version?: string;
  /** Further fields of nodes, by their names. */
  readonly of?: Readonly<Record<string, string>>;
  /** Further fields of the network. */
  readonly network?: string;
}

/** Which of the servers it is, from 1. */
function numberOf(server: string): number {
  return 1 + (SERVERS as readonly string[]).indexOf(server);
}

function machines(
  name: string,
  { agents = ["agent1"], servers = SERVERS, version = "1.36", of = {}, network = "" }: Differences,
): string {
  const further = (node: string) => (of[node] === undefined ? "" : `, ${of[node]}`);
  const server = (node: string) =>
    `${node}: node({ ...machine(${numberOf(node)}), services: ["kubernetes", "etcd"], schedulable: true${further(node)} }),`;
  const agent = (node: string) => `${node}: node({ ...machine(4), services: ["worker"]${further(node)} }),`;
  return `import { arp, defineCluster, flannel, k3s, node } from "@quorate/cluster";

const machine = (number: number) => ({ ip: \`10.0.0.\${10 + number}\`, interface: "enp3s0f0", disk: "/dev/nvme0n1" });

export default defineCluster({
  name: "${name}",
  allowEvenMembers: ${servers.length % 2 === 0},
  kubeMaster: { ip: "10.0.0.100", loadBalancer: arp() },
  network: { subnet: "10.0.0.0/24", gateway: "10.0.0.1", nameservers: ["1.1.1.1"]${network === "" ? "" : `, ${network}`} },
  distribution: k3s({ version: "${version}", disable: ["traefik", "local-storage", "metrics-server"] }),
  machines: {
    ${[...servers.map(server), ...agents.map(agent)].join("\n    ")}
  },
});
`;
}

/** Three servers and an agent, brought up by {@link start}; what is asked of it before that throws. */
export class K3sLab extends StartedLab {
  #name = "";
  #lasting: Differences = {};

  /**
   * machines.ts, certificates, and bare hosts that wait to be installed. `version`: of Kubernetes, what hosts run and
   * machines.ts has. Default: the newest.
   */
  start(name: string, version?: string): void {
    this.#name = name;
    if (version !== undefined) this.#lasting = { version };
    this.bringUp(machines(name, this.#lasting), version === undefined ? [] : ["--kubernetes", version]);
  }

  /** Hosts are to run another version of Kubernetes, and machines.ts has it from now on. */
  upgrade(version: string): void {
    this.#lasting = { version };
    this.change({});
    this.workspace.mustQuorate("lab", "up", "--kubernetes", version);
  }

  /** Waits until these nodes, and no others, are Ready. */
  async allReady(seconds: number, nodes: readonly string[] = K3S_NODES): Promise<void> {
    await this.kubernetes.allReady(nodes, seconds);
  }

  /** machines.ts changes, and what is generated from it. */
  change(differences: Differences): void {
    this.workspace.write("machines.ts", machines(this.#name, { ...this.#lasting, ...differences }));
    this.workspace.generate();
  }

  /** machines.ts has these agents from now on, and the lab the same: the disk of one that it has no more is gone. */
  keepAgents(...agents: readonly string[]): void {
    this.change({ agents });
    this.workspace.mustQuorate("genCerts", "certs");
    this.workspace.mustQuorate("lab", "up");
  }

  /** What etcd's members are called, sorted; as a server sees them, asked as k3s' operators do. */
  members(server: string): readonly string[] {
    return k3sEtcd(this.workspace, server).members;
  }

  /** The cluster's id in etcd: another one is another cluster. */
  clusterId(server: string): string {
    return k3sEtcd(this.workspace, server).cluster;
  }

  /** The secrets of the tokens that genCerts has made. */
  tokens(): { readonly server: string; readonly agent: string } {
    const secret = (file: string) =>
      this.workspace.read(`certs/authorities/${file}`).trim().replace(/^.*:/, "");
    return { server: secret("k3s-server-token"), agent: secret("k3s-agent-token") };
  }

  /** What a server answers at a path, and with which status, to whoever gives these words to curl. */
  asked(server: string, path: string, ...words: readonly string[]): string {
    const address = `10.0.0.${10 + numberOf(server)}`;
    const curl = ["curl", "--silent", "--insecure", "--max-time", "20", "--write-out", " %{http_code}"];
    return this.workspace.quorate("lab", "run", ...curl, ...words, `https://${address}:6443${path}`).out;
  }

  /** The system that a node runs. */
  system(node: string): string {
    return this.workspace.mustOnHost(node, ["readlink", "-f", "/run/current-system"]);
  }

  /** Another disk in the place of a node's: it is bare, and waits to be installed. */
  loseDisk(node: string): void {
    this.workspace.mustQuorate("lab", "fault", node, "kill");
    rmSync(hostPaths(join(labFolderOf(this.workspace), "machines", node)).disk);
    this.workspace.mustQuorate("lab", "up");
  }

  /** What changes whenever k3s is started, by node. */
  invocations(nodes: readonly string[] = K3S_NODES): Readonly<Record<string, string>> {
    const show = ["systemctl", "show", "--property=InvocationID", "--value", "k3s.service"];
    return Object.fromEntries(nodes.map((node) => [node, this.workspace.mustOnHost(node, show)]));
  }
}
