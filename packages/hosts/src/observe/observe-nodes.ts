import type { Cluster, Node } from "@quorate/cluster";
import type { Command, CommandOutput, Runner } from "@quorate/command";
import {
  aliveCommand,
  clockCommand,
  type DeployPaths,
  type Look,
  lookCommand,
  needsCloserLook,
  type Observation,
  onOrdinaryPort,
  parseProbe,
  portOfSecondLook,
  type RoundTrip,
  shownKeyCommand,
  withAlive,
  withCloserLook,
  withShownKey,
} from "@quorate/rollout";
import pLimit from "p-limit";

/** Machines that are looked at side by side. */
const LOOKED_AT_ONCE = 32;

/** Names of nodes by their host keys, in base64; asked for where a machine shows another than its own. */
export type HostKeys = () => Promise<ReadonlyMap<string, string>>;

/** Looks at machines, all of them whatever becomes of the others. */
export async function observeNodes(
  run: Runner,
  paths: DeployPaths,
  look: Pick<Look, "nodes" | "cluster" | "targets">,
  hostKeys: HostKeys = async () => new Map(),
): Promise<readonly Observation[]> {
  const { nodes, cluster, targets } = look;
  const limit = pLimit(LOOKED_AT_ONCE);
  const fingerprints = new Map(targets.map(({ node, fingerprint }) => [node.name, fingerprint]));
  return await Promise.all(
    nodes.map((node) =>
      limit(() => observeNode({ run, paths, cluster, hostKeys }, node, fingerprints.get(node.name))),
    ),
  );
}

interface Place {
  readonly run: Runner;
  readonly paths: DeployPaths;
  readonly cluster: Cluster;
  readonly hostKeys: HostKeys;
}

async function observeNode(
  { run, paths, cluster, hostKeys }: Place,
  node: Node,
  fingerprint: string | undefined,
): Promise<Observation> {
  const timed = async (command: Command): Promise<readonly [CommandOutput, RoundTrip]> => {
    const sent = Date.now();
    const output = await run(command);
    return [output, { sent, received: Date.now() }];
  };
  const look = async (how?: { readonly port: number }): Promise<Observation> => {
    const [output, trip] = await timed(lookCommand(paths, node, cluster, { ...how, fingerprint }));
    return parseProbe(node.name, output, paths, trip);
  };
  const first = await look();
  const second = portOfSecondLook(first, cluster.ssh.port);
  const seen = second === undefined ? first : onOrdinaryPort(first, await look({ port: second }));
  if (needsCloserLook(seen)) return withCloserLook(seen, ...(await timed(clockCommand(paths, node.name))));
  if (seen.kind !== "bare") return seen;
  const [alive, key] = await Promise.all([
    run(aliveCommand(node.name, cluster)),
    run(shownKeyCommand(node, cluster)),
  ]);
  return withShownKey(withAlive(seen, alive), key, await hostKeys());
}
