import { StartedLab } from "./started-lab.ts";

/** The servers of the tests' cluster, and its agent. */
export const SERVERS = ["server1", "server2", "server3"] as const;
/** All of its nodes, sorted. */
export const K3S_NODES: readonly string[] = ["agent1", ...SERVERS];

/** What answers of a server, without a name. */
export const FOLDER = "/var/lib/rancher/k3s";

const machines = (
  name: string,
  agents = ["agent1"],
) => `import { arp, defineCluster, k3s, node } from "@quorate/cluster";

const machine = (number: number) => ({ ip: \`10.0.0.\${10 + number}\`, interface: "enp3s0f0", disk: "/dev/nvme0n1" });
const server = (number: number) => node({ ...machine(number), services: ["kubernetes", "etcd"], schedulable: true });

export default defineCluster({
  name: "${name}",
  kubeMaster: { ip: "10.0.0.100", loadBalancer: arp() },
  network: { subnet: "10.0.0.0/24", gateway: "10.0.0.1", nameservers: ["1.1.1.1"] },
  distribution: k3s({ version: "1.36", disable: ["traefik", "local-storage", "metrics-server"] }),
  machines: {
    server1: server(1),
    server2: server(2),
    server3: server(3),
${agents.map((agent) => `    ${agent}: node({ ...machine(4), services: ["worker"] }),`).join("\n")}
  },
});
`;

/** Three servers and an agent, brought up by {@link start}; what is asked of it before that throws. */
export class K3sLab extends StartedLab {
  #name = "";

  /** machines.ts, certificates, and bare hosts that wait to be installed. */
  start(name: string): void {
    this.#name = name;
    this.bringUp(machines(name));
  }

  /** machines.ts has these agents from now on, and the lab the same: the disk of one that it has no more is gone. */
  keepAgents(...agents: readonly string[]): void {
    this.workspace.write("machines.ts", machines(this.#name, [...agents]));
    this.workspace.generate();
    this.workspace.mustQuorate("genCerts", "certs");
    this.workspace.mustQuorate("lab", "up");
  }

  /** What etcd's members are called, sorted; as a server sees them, asked as k3s' operators do. */
  members(server: string): readonly string[] {
    return this.#etcd(server)
      .map(({ name }) => name)
      .sort();
  }

  /** The cluster's id in etcd: another one is another cluster. */
  clusterId(server: string): string {
    const out = this.#etcdctl(server, "endpoint", "status", "--write-out=json");
    // Numbers of 64 bits are none of JavaScript's.
    return /"cluster_id":(\d+)/.exec(out)?.[1] ?? "";
  }

  /** How often units were started, by node. */
  invocations(): Readonly<Record<string, string>> {
    const show = ["systemctl", "show", "--property=InvocationID", "--value", "k3s.service"];
    return Object.fromEntries(K3S_NODES.map((node) => [node, this.workspace.mustOnHost(node, show)]));
  }

  #etcd(server: string): readonly { readonly name: string }[] {
    const out = this.#etcdctl(server, "member", "list", "--write-out=json");
    return (JSON.parse(out) as { readonly members: readonly { readonly name: string }[] }).members;
  }

  #etcdctl(server: string, ...words: readonly string[]): string {
    const tls = `${FOLDER}/server/tls/etcd`;
    return this.workspace.mustOnHost(server, [
      ...["etcdctl", "--endpoints=https://127.0.0.1:2379", `--cacert=${tls}/server-ca.crt`],
      ...[`--cert=${tls}/client.crt`, `--key=${tls}/client.key`],
      ...words,
    ]);
  }
}
