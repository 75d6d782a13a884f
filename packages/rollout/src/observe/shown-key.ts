import { type Cluster, DEFAULT_PORTS, type Node } from "@quorate/cluster";
import type { Command, CommandOutput } from "@quorate/command";
import type { BareObservation } from "./observation.ts";

/** Asks from here which host key a machine shows, at the cluster's ssh port and at the usual one. */
export function shownKeyCommand({ name, address }: Node, { ssh }: Cluster): Command {
  const ports = [...new Set([ssh.port, DEFAULT_PORTS.ssh])].map(String);
  const script = 'for port in "$@"; do ssh-keyscan -T 5 -t ed25519 -p "$port" "$0" 2>/dev/null; done; true';
  return {
    node: name,
    description: "see whose host key it shows",
    argv: ["bash", "-c", script, address, ...ports],
    output: "silent",
    timeoutSeconds: 20,
  };
}

/** The same machine, with the node that it shows the key of. `hostKeys`: names by key, in base64. */
export function withShownKey(
  bare: BareObservation,
  { stdout }: CommandOutput,
  hostKeys: ReadonlyMap<string, string>,
): BareObservation {
  const names = stdout.split("\n").flatMap((line) => {
    const [, , key] = line.split(" ");
    return key === undefined ? [] : (hostKeys.get(key) ?? []);
  });
  const shows = names.find((name) => name !== bare.node);
  return shows === undefined ? bare : { ...bare, shows };
}
