import { type Cluster, DEFAULT_PORTS, type HostName, PORTS } from "@quorate/cluster";
import type { Command, CommandOutput } from "@quorate/command";
import type { BareObservation } from "./observation.ts";

// A machine that does not show its key may be bare, or a living part of a cluster: of this one under another name,
// or of one whose certificates are in another folder. Nothing that it says could be trusted, but that it serves can be seen.

/**
 * Asks from here which of the ports of etcd and of the API a machine answers at, and, at the same moment, whether it
 * can be reached at all: at an ssh port, where it was just seen. Nothing is sent.
 */
export function aliveCommand(node: HostName, { nodes, api, ssh }: Cluster): Command {
  const address = nodes.find(({ name }) => name === node)?.address;
  if (address === undefined) throw new Error(`${node} is no node`);
  const seenAt = [...new Set([DEFAULT_PORTS.ssh, ssh.port])];
  return {
    ...portsCommand(address, seenAt, [PORTS.etcdClient.port, PORTS.etcdPeer.port, api.port]),
    node,
    description: "see whether a cluster answers there",
  };
}

/** Asks from here at which ports a machine answers, and at which it can be reached at all. Nothing is sent. */
export function portsCommand(
  address: string,
  reached: readonly number[],
  answers: readonly number[],
): Pick<Command, "argv" | "output" | "timeoutSeconds"> {
  const asked = [...reached.map((port) => `reached=${port}`), ...answers.map((port) => `answers=${port}`)];
  const script = [
    'for asked in "$@"; do',
    `timeout 3 bash -c 'exec 3<>"/dev/tcp/$0/\${1#*=}" && echo "$1"' "$0" "$asked" 2>/dev/null &`,
    "done; wait",
  ].join(" ");
  return { argv: ["bash", "-c", script, address, ...asked], output: "silent", timeoutSeconds: 10 };
}

/** Reads the answer to {@link portsCommand}. */
export function portsSaid({ stdout }: CommandOutput): {
  readonly reached: boolean;
  readonly answers: readonly number[];
} {
  const lines = stdout.split("\n");
  const ports = lines.flatMap((line) => /^answers=(\d+)$/.exec(line)?.[1] ?? []);
  return {
    reached: lines.some((line) => /^reached=\d+$/.test(line)),
    answers: ports.map(Number).sort((a, b) => a - b),
  };
}

/** The same machine, with the ports that it answered at. One that could not be reached meanwhile was not asked. */
export function withAlive(bare: BareObservation, output: CommandOutput): BareObservation {
  const { reached, answers } = portsSaid(output);
  return { ...bare, answersAt: output.code === 0 && reached ? answers : "unknown" };
}
