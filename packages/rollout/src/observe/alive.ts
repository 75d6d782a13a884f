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
  const asked = [
    ...new Set([DEFAULT_PORTS.ssh, ssh.port].map((port) => `reached=${port}`)),
    ...[PORTS.etcdClient.port, PORTS.etcdPeer.port, api.port].map((port) => `answers=${port}`),
  ];
  const script = [
    'for asked in "$@"; do',
    `timeout 3 bash -c 'exec 3<>"/dev/tcp/$0/\${1#*=}" && echo "$1"' "$0" "$asked" 2>/dev/null &`,
    "done; wait",
  ].join(" ");
  return {
    node,
    description: "see whether a cluster answers there",
    argv: ["bash", "-c", script, address, ...asked],
    output: "silent",
    timeoutSeconds: 10,
  };
}

/** The same machine, with the ports that it answered at. One that could not be reached meanwhile was not asked. */
export function withAlive(bare: BareObservation, { code, stdout }: CommandOutput): BareObservation {
  if (code !== 0) return { ...bare, answersAt: "unknown" };
  const lines = stdout.split("\n");
  if (!lines.some((line) => /^reached=\d+$/.test(line))) return { ...bare, answersAt: "unknown" };
  const ports = lines.flatMap((line) => /^answers=(\d+)$/.exec(line)?.[1] ?? []);
  return { ...bare, answersAt: ports.map(Number).sort((a, b) => a - b) };
}
