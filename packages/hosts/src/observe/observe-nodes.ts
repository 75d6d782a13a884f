import type { Cluster, Node } from "@quorate/cluster";
import type { Runner } from "@quorate/command";
import {
  aliveCommand,
  type DeployPaths,
  type Look,
  lookCommand,
  type Observation,
  onOrdinaryPort,
  parseProbe,
  portOfSecondLook,
  withAlive,
} from "@quorate/rollout";
import pLimit from "p-limit";

/** Machines that are looked at side by side. */
const LOOKED_AT_ONCE = 32;

/** Looks at machines, all of them whatever becomes of the others. */
export async function observeNodes(
  run: Runner,
  paths: DeployPaths,
  { nodes, cluster, targets }: Look,
): Promise<readonly Observation[]> {
  const limit = pLimit(LOOKED_AT_ONCE);
  const fingerprints = new Map(targets.map(({ node, fingerprint }) => [node.name, fingerprint]));
  return await Promise.all(
    nodes.map((node) => limit(() => observeNode(run, paths, node, cluster, fingerprints.get(node.name)))),
  );
}

async function observeNode(
  run: Runner,
  paths: DeployPaths,
  node: Node,
  cluster: Cluster,
  fingerprint: string | undefined,
): Promise<Observation> {
  const look = async (how?: { readonly port: number }): Promise<Observation> => {
    const command = lookCommand(paths, node, cluster, { ...how, fingerprint });
    const sent = Date.now();
    const output = await run(command);
    return parseProbe(node.name, output, paths, { sent, received: Date.now() });
  };
  const first = await look();
  const second = portOfSecondLook(first, cluster.ssh.port);
  const seen = second === undefined ? first : onOrdinaryPort(first, await look({ port: second }));
  return seen.kind === "bare" ? withAlive(seen, await run(aliveCommand(node.name, cluster))) : seen;
}
